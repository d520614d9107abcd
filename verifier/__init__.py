"""backproof: checks derivations and proves them step by step."""
