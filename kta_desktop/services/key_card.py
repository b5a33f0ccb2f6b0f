"""The keys of a screen as a printed card."""

from collections.abc import Sequence
from pathlib import Path

from kta_desktop.services.printing import save

Keys = Sequence[tuple[str, str]]


def key_card(title: str, lists: Sequence[tuple[str, Keys]], lang: str, out: Path) -> Path:
    """Write the card into the file ``out`` and return it.

    Args:
        title: Title of the card.
        lists: Title and keys of each list.
        lang: ``ru``, ``kk`` or ``en``.
        out: The PDF; its folder exists.

    Raises:
        SheetDiskFullError, SheetReadOnlyError, SheetFolderMissingError, SheetError: If it cannot
            be written.
    """
    from kta_desktop.reports.key_card import KeyList, key_card_pdf

    found = [KeyList(title=name, keys=keys) for name, keys in lists]
    save(out, key_card_pdf(title, found, lang))
    return out
