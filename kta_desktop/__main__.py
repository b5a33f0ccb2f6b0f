"""``python -m kta_desktop``: the ``kta`` command."""

from kta_desktop.cli import main

if __name__ == "__main__":
    main()
