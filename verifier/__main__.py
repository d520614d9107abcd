"""`python -m verifier` is the command `backproof`."""

from verifier.start import main

if __name__ == "__main__":
    main()
