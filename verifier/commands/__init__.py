"""What each command of `backproof` does; `verifier.cli` holds their words."""
