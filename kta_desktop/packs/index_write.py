"""Write the index of the shipped packs: ``python -m kta_desktop.packs.index_write``."""

import json

from kta_desktop.packs import index, store
from kta_desktop.packs.library import Library, shipped_root


def document() -> str:
    """Return the text of the index that the shipped packs should have now.

    Raises:
        PackError: If one of them cannot be read or compiled.
    """
    root = shipped_root()
    library = Library(root)
    entries = {name: store.indexed(root / name, library) for name in library.ids()}
    return json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write it where the program reads it."""
    index.place().write_text(document(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
