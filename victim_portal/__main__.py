"""`python -m victim_portal`: the same as the `victim-portal` command."""

from victim_portal.cli import main

if __name__ == "__main__":
    main()
