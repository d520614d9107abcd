"""Proposing corrections for a formula that is wrong; only what the kernel proves leaves here."""
