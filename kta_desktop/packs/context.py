"""A pack with what it may speak of: its own rows and those of the packs that it includes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kta_desktop.packs.faults import Lexicon
from kta_desktop.packs.layout import LANGUAGES, SURVEY, TableLayout
from kta_desktop.packs.library import Library
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.outline import Outline, outline
from kta_desktop.packs.rows import Sheet, SheetRow
from kta_desktop.packs.survey import Lists, lists

_DEEPEST = 20  # groups around a question that are looked through
_DECLARED = ("checked", "draft")  # states of a language whose texts are there
_USUAL = ("ru", "kk")  # languages of a pack that declares none


@dataclass(frozen=True, slots=True)
class Owner:
    """Where an id of an included pack stands."""

    pack: str
    sheet: str
    row: SheetRow


class Context:
    """What the checks of one pack look at; everything is gathered once.

    Attributes:
        folder: The pack.
        library: Where included packs were found.
        included: Packs it includes, in order.
    """

    def __init__(
        self, folder: PackFolder, library: Library, included: tuple[PackFolder, ...]
    ) -> None:
        self.folder = folder
        self.library = library
        self.included = included
        self._known: dict[str, Lexicon] = {}
        self._owners: dict[str, Mapping[str, Owner]] = {}

    @cached_property
    def outline(self) -> Outline:
        """What stands inside what in the survey of the pack."""
        return outline(self.folder.rows(SURVEY))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages in which the pack says that its texts are there."""
        declared = self.folder.pack.get("languages")
        if not isinstance(declared, Mapping):
            return _USUAL
        return tuple(lang for lang in LANGUAGES if declared.get(lang) in _DECLARED)

    @cached_property
    def lists(self) -> Lists:
        """Lists of options that its questions may take."""
        packs = (*self.included, self.folder)
        return {name: choices for pack in packs for name, choices in lists(pack).items()}

    @cached_property
    def known_lists(self) -> Lexicon:
        """Names of the lists of options."""
        return Lexicon(self.lists)

    @cached_property
    def names(self) -> Lexicon:
        """Names that texts and expressions may mention: of questions, repeats and groups."""
        own = (row.get("name") for row in self.outline.named())
        return Lexicon((*own, *self.owners(SURVEY)))

    @cached_property
    def inside(self) -> Mapping[str, tuple[str, ...]]:
        """Name of a repeat to the names of the questions in it, groups looked into."""
        parents = {entry.row.get("name"): entry.parent for entry in self.outline.groups}
        found: dict[str, list[str]] = {}
        for entry in self.outline.entries:
            around = entry.parent
            for _level in range(_DEEPEST):
                around = parents.get(around, around) if around else around
            found.setdefault(around or "", []).append(entry.row.get("name"))
        return {name: tuple(names) for name, names in found.items()}

    @cached_property
    def tables(self) -> Mapping[str, Sheet]:
        """Tables that its expressions may look things up in."""
        packs = (*self.included, self.folder)
        return {name: sheet for pack in packs for name, sheet in pack.files.items()}

    def known(self, table: TableLayout) -> Lexicon:
        """Return the ids of a table, those of included packs too."""
        if table.file not in self._known:
            own = (row.get("id") for row in self.folder.rows(table))
            self._known[table.file] = Lexicon((*own, *self.owners(table)))
        return self._known[table.file]

    def owners(self, table: TableLayout) -> Mapping[str, Owner]:
        """Return where the ids of a table stand in the included packs."""
        if table.file not in self._owners:
            named = _named if table is SURVEY else _identified
            self._owners[table.file] = {
                name: Owner(str(pack.pack.get("id", "")), table.file, row)
                for pack in self.included
                for name, row in named(pack, table)
            }
        return self._owners[table.file]


def _identified(pack: PackFolder, table: TableLayout) -> Iterator[tuple[str, SheetRow]]:
    return ((row.get("id"), row) for row in pack.rows(table))


def _named(pack: PackFolder, table: TableLayout) -> Iterator[tuple[str, SheetRow]]:
    found = outline(pack.rows(table))
    for row in found.named():
        yield row.get("name"), row
