"""`python -m kyodo_analysis` is the command `kyodo`."""

from kyodo_analysis.cli import main

if __name__ == "__main__":
    main()
