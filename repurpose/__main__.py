"""`python -m repurpose`."""

from repurpose.cli import main

if __name__ == "__main__":
    main()
