"""Names of the sheets of a workbook: at most 31 characters, legal, each once."""

_LONGEST = 31
_ILLEGAL = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_RESERVED = "history"  # Excel keeps it for itself


class Names:
    """The names that a workbook has used."""

    def __init__(self) -> None:
        self._taken = {_RESERVED}

    def take(self, wanted: str) -> str:
        """Return ``wanted`` as a name that no sheet has yet: a spreadsheet tells no case apart."""
        plain = "".join(sign if sign.isprintable() else " " for sign in wanted)
        name = " ".join(plain.translate(_ILLEGAL).split()).strip("'") or "-"
        number, shown = 1, _cut(name, "")
        while shown.casefold() in self._taken:
            number += 1
            shown = _cut(name, f" {number}")
        self._taken.add(shown.casefold())
        return shown


def _cut(name: str, end: str) -> str:
    """Return a name with ``end``, shortened to what a tab has room for in UTF-16 units."""
    kept = name
    while len((kept + end).encode("utf-16-le")) // 2 > _LONGEST:
        kept = kept[:-1]
    if kept != name:
        kept = f"{kept[:-1].rstrip()}…"
    return kept.strip("'") + end
