"""`python -m verifier` is the command `backproof`."""

from verifier.cli import main

if __name__ == "__main__":
    main(prog_name="backproof")
