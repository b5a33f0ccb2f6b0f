"""What a person chose to print of an audit, remembered on this computer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.services.print_centre import DOCUMENTS, Stock
from kta_desktop.services.printing import Kind, Order, Which
from ui.models.layout import Layout

LANGUAGES = {"ru": ("ru",), "kk": ("kk",), "ru+kk": ("ru", "kk"), "en": ("en",)}
FILLS = (Kind.FILLED, Kind.BLANK, Kind.BOTH)
LAYOUTS = ("plant", "bureau", "ministry")
MOST_ROWS = 60
_BY_SECTION = (Kind.FILLED,)
_BY_SESSION = (Kind.SAMPLING, Kind.PROTOCOL)
_FILE = "printing.json"
OTHERS = "*"
"""Stands among sessions for what of a document belongs to none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is printed, and how.

    Attributes:
        kind: One of ``DOCUMENTS``.
        fill: One of ``FILLS``; of use for the sheets only.
        language: A key of ``LANGUAGES``.
        layout: One of ``LAYOUTS``.
        which: Which questions of the filled sheets.
        qr: Whether the QR code is printed.
        photos: Whether photographs are printed.
        table_rows: Empty rows of each table of a blank sheet.
        without: Names of sections and ids of sessions that are left out; what is new comes along.
    """

    kind: Kind = Kind.FILLED
    fill: Kind = Kind.FILLED
    language: str = "ru+kk"
    layout: str = "bureau"
    which: Which = Which.ALL
    qr: bool = True
    photos: bool = True
    table_rows: int = 4
    without: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the document, the leading one first."""
        return LANGUAGES[self.language]

    @property
    def by_section(self) -> bool:
        """Whether sections are chosen."""
        return self.kind in _BY_SECTION

    @property
    def by_session(self) -> bool:
        """Whether measurement sessions are chosen."""
        return self.kind in _BY_SESSION

    @property
    def has_filled(self) -> bool:
        """Whether answers are printed."""
        return not self.by_section or self.fill is not Kind.BLANK

    @property
    def has_blank(self) -> bool:
        """Whether there are empty boxes."""
        return self.by_section and self.fill is not Kind.FILLED

    def file_name(self, number: str) -> str:
        """Return the name of the document for files without ending; ``number`` of the audit.

        It tells for whom the document is: what one reader may know is kept from another.
        """
        kind = self.fill if self.by_section else self.kind
        reader = self.layout if self.has_filled else ""
        return "-".join(filter(None, (number, kind.value, reader, self.language)))

    def names(self, stock: Stock) -> tuple[str, ...]:
        """Return what can be left out, in its order: sections, or sessions and what has none."""
        if self.by_section:
            return tuple(line.name for line in stock.sections)
        if not self.by_session:
            return ()
        others = (OTHERS,) if stock.others.get(self.kind) else ()
        return (*(line.id for line in stock.sessions), *others)

    def order(self, stock: Stock) -> Order | None:
        """Return what is asked for; None where everything is left out."""
        names = self.names(stock)
        chosen = tuple(name for name in names if name not in self.without)
        if names and not chosen:
            return None
        some = None if chosen == names else tuple(name for name in chosen if name != OTHERS)
        return Order(
            kind=self.fill if self.by_section else self.kind,
            languages=self.languages,
            layout=self.layout,
            sections=some if self.by_section else None,
            sessions=some if self.by_session else None,
            which=self.which if self.by_section else Which.ALL,
            qr=self.qr,
            photos=self.photos,
            table_rows=self.table_rows,
        )

    def leaving_out(self, names: frozenset[str], stock: Stock) -> "Choices":
        """Return the choices with only ``names`` of this document left out.

        What belongs to no session comes with all of them or not at all, as orders have it.
        """
        own = frozenset(self.names(stock))
        left = names & own
        if OTHERS in own and left - {OTHERS}:
            is_wanted_anew = OTHERS in self.without and OTHERS not in left
            left = frozenset() if is_wanted_anew else left | {OTHERS}
        return replace(self, without=(self.without - own) | left)

    def to_json(self) -> Mapping[str, JsonValue]:
        """Return the choices as they are kept."""
        return {
            "kind": self.kind.value,
            "fill": self.fill.value,
            "language": self.language,
            "layout": self.layout,
            "which": self.which.value,
            "qr": self.qr,
            "photos": self.photos,
            "table_rows": self.table_rows,
            "without": sorted(self.without),
        }


def from_json(stored: JsonValue) -> Choices:
    """Return the choices that were kept; what cannot be one has its default."""
    made = Choices()
    if not isinstance(stored, Mapping):
        return made
    for name, allowed in _ALLOWED.items():
        value = stored.get(name)
        if value in allowed and isinstance(value, bool) == isinstance(allowed[0], bool):
            fit: Any = allowed[list(allowed).index(value)]
            made = replace(made, **{name: fit})
    without = stored.get("without")
    if isinstance(without, Sequence) and not isinstance(without, str):
        made = replace(made, without=frozenset(name for name in without if isinstance(name, str)))
    return made


_ALLOWED: Mapping[str, Sequence[Any]] = {
    "kind": DOCUMENTS,
    "fill": FILLS,
    "language": tuple(LANGUAGES),
    "layout": LAYOUTS,
    "which": tuple(Which),
    "qr": (False, True),
    "photos": (False, True),
    "table_rows": range(1, MOST_ROWS + 1),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed last.

    Attributes:
        kind: Which document.
        at: ISO time (UTC).
        pages: How many of its pages.
    """

    kind: Kind
    at: str
    pages: int


class PrintMemory:
    """Choices and the last print of one audit, on this computer and nowhere in the audit."""

    def __init__(self, audit_id: str) -> None:
        self._kept, self._audit = Layout(_FILE), audit_id

    def choices(self) -> Choices:
        """Return what was chosen last."""
        return from_json(self._part("choices"))

    def keep_choices(self, choices: Choices) -> None:
        """Remember what is chosen."""
        self._keep("choices", dict(choices.to_json()))

    def printed(self) -> Printed | None:
        """Return what was printed last; None if nothing was."""
        stored = self._part("printed")
        if not isinstance(stored, Mapping) or stored.get("kind") not in tuple(Kind):
            return None
        kind, at, pages = Kind(str(stored["kind"])), stored.get("at"), stored.get("pages")
        return Printed(kind, at, pages) if isinstance(at, str) and isinstance(pages, int) else None

    def keep_printed(self, printed: Printed) -> None:
        """Remember what was printed."""
        stored = {"kind": printed.kind.value, "at": printed.at, "pages": printed.pages}
        self._keep("printed", stored)

    def pages(self, kind: Kind) -> int:
        """Return how many pages a document had when it was last set; 0 if it never was."""
        stored = self._part("pages")
        found = stored.get(kind.value) if isinstance(stored, Mapping) else None
        return found if isinstance(found, int) else 0

    def keep_pages(self, kind: Kind, pages: int) -> None:
        """Remember how many pages a document has."""
        stored = self._part("pages")
        known = dict(stored) if isinstance(stored, Mapping) else {}
        self._keep("pages", {**known, kind.value: pages})

    def _part(self, name: str) -> JsonValue:
        stored = self._kept.value(self._audit)
        return stored.get(name) if isinstance(stored, Mapping) else None

    def _keep(self, name: str, value: JsonValue) -> None:
        stored = self._kept.value(self._audit)
        known = dict(stored) if isinstance(stored, Mapping) else {}
        self._kept.keep(self._audit, {**known, name: value})
