"""The tables beside the survey: ids, references between them, figures, words of fixed lists."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kta_desktop.packs import check_levels
from kta_desktop.packs.check_cells import NUMBER, is_date
from kta_desktop.packs.context import Context
from kta_desktop.packs.faults import ERROR, WARNING, Lexicon, PackFault, Place
from kta_desktop.packs.layout import (
    ACTIVITIES,
    AVERAGING,
    BASES,
    CHOICES,
    EXCLUSIONS,
    FORMULAS,
    KTA,
    LEVELS,
    MONITORING,
    RANGES,
    SOURCES,
    SUBSECTORS,
    SURVEY,
    TECHNIQUES,
    TableLayout,
    text_columns,
)
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.merge import SHARED
from kta_desktop.packs.reference import bases, units
from kta_desktop.packs.rows import SheetRow

_WITH_IDS = (
    TECHNIQUES,
    LEVELS,
    SOURCES,
    MONITORING,
    RANGES,
    FORMULAS,
    BASES,
    AVERAGING,
    ACTIVITIES,
    EXCLUSIONS,
    SUBSECTORS,
)

# Table, column, and the table that its ids stand in.
_REFERENCES: tuple[tuple[TableLayout, str, TableLayout], ...] = (
    (SURVEY, f"{KTA}ael", LEVELS),
    (SURVEY, f"{KTA}bat", TECHNIQUES),
    (SURVEY, f"{KTA}source", SOURCES),
    (SURVEY, f"{KTA}avg", AVERAGING),
    (TECHNIQUES, "parent", TECHNIQUES),
    (TECHNIQUES, "source", SOURCES),
    (LEVELS, "overrides", LEVELS),
    (LEVELS, "techniques", TECHNIQUES),
    (LEVELS, "monitoring", MONITORING),
    (LEVELS, "averaging", AVERAGING),
    (LEVELS, "source", SOURCES),
    (MONITORING, "techniques", TECHNIQUES),
    (MONITORING, "source", SOURCES),
    (RANGES, "source", SOURCES),
    (FORMULAS, "source", SOURCES),
    (FORMULAS, "levels", LEVELS),
    (SUBSECTORS, "techniques", TECHNIQUES),
)
_CONFIDENCE = ("verified", "memory", "unsure")
_PROOFS = ("document", "photo", "measurement", "calculation", "interview")  # in a word
_WORDS: tuple[tuple[TableLayout, str, tuple[str, ...]], ...] = (
    (LEVELS, "confidence", _CONFIDENCE),
    (TECHNIQUES, "confidence", _CONFIDENCE),
    (MONITORING, "confidence", _CONFIDENCE),
    (RANGES, "confidence", _CONFIDENCE),
    (SOURCES, "confidence", _CONFIDENCE),
    (SURVEY, f"{KTA}confidence", _CONFIDENCE),
    (LEVELS, "direction", ("lower", "higher", "within")),
    (LEVELS, "plant_status", ("any", "new", "existing", "new_or_major_upgrade")),
    (
        LEVELS,
        "kind",
        (
            "AEL",
            "AEPL",
            "AEEL",
            "indicative",
            "analogue",
            "legal",
            "acceptance",
            "old_bref",
            "monitoring_only",
        ),
    ),
    (
        LEVELS,
        "effect",
        (
            "limit",
            "not_applicable",
            "may_not_apply",
            "applies_only_if",
            "indicative",
            "choice",
            "formula",
            "replaces",
        ),
    ),
    (LEVELS, "inherits", ("lower", "upper")),
)
_FIGURES = ((LEVELS, ("lower", "upper")), (RANGES, ("lower", "upper", "mean")))
_CONDITIONS = ((LEVELS, ("when", "requires")), (MONITORING, ("when",)))


_CHECKED = (LEVELS, TECHNIQUES, MONITORING, RANGES)


def of_tables(context: Context) -> Iterator[PackFault]:
    """Yield the mistakes of the tables beside the survey that are no matter of expressions."""
    yield from _ids(context)
    yield from _included(context)
    yield from _references(context)
    yield from _words(context.folder)
    yield from _figures(context.folder)
    yield from _units(context.folder)
    yield from _bases(context)
    yield from check_levels.of_levels(context)
    yield from _json(context.folder)
    for table in _CHECKED:
        for row in context.folder.rows(table):
            yield from _checked(table, row)


def conditions(folder: PackFolder) -> Iterator[Place]:
    """Yield the cells of these tables that hold expressions."""
    for table, columns in _CONDITIONS:
        for row in folder.rows(table):
            yield from (Place(table.file, row, column) for column in columns if row.get(column))


def _ids(context: Context) -> Iterator[PackFault]:
    for table in _WITH_IDS:
        seen: dict[str, int] = {}
        for row in context.folder.rows(table):
            name, place = row.get("id"), Place(table.file, row, "id")
            if not name:
                yield place.fault("id-missing")
            elif name in seen:
                yield place.fault("id-twice", found=name, other=seen[name])
            seen.setdefault(name, row.number)


def _included(context: Context) -> Iterator[PackFault]:
    """Yield ids that an included pack has too; some tables may share rows that say the same."""
    for table in _WITH_IDS:
        owners = context.owners(table)
        for row in context.folder.rows(table) if owners else ():
            owner = owners.get(row.get("id"))
            if owner is None or _says_same(table, row, owner.row):
                continue
            is_shared = table.file in SHARED
            yield Place(table.file, row, "id").fault(
                "id-differs" if is_shared else "id-included",
                severity=WARNING if is_shared else ERROR,
                found=row.get("id"),
                pack=owner.pack,
                sheet=owner.sheet,
                row=owner.row.number,
            )


def _says_same(table: TableLayout, row: SheetRow, other: SheetRow) -> bool:
    """Whether two rows of a shared table name the same document or wording."""
    names = ("title",) if table is SOURCES else table.texts
    columns = [column for name in names for column in _columns(table, name)]
    return table.file in SHARED and all(row.get(name) == other.get(name) for name in columns)


def _columns(table: TableLayout, name: str) -> list[str]:
    return text_columns(name) if name in table.texts else [name]


def _references(context: Context) -> Iterator[PackFault]:
    """Yield ids that the table they point to lacks, in this pack and in those it includes."""
    for table, column, target in _REFERENCES:
        known = context.known(target)
        for row in context.folder.rows(table):
            for name in row.ids(column):
                if name not in known:
                    yield Place(table.file, row, column).fault(
                        "reference-unknown", found=name, table=target.file, right=known.near(name)
                    )


def _words(folder: PackFolder) -> Iterator[PackFault]:
    for table, column, words in _WORDS:
        for row in folder.rows(table):
            for word in row.ids(column):
                if word not in words:
                    right = ", ".join(words)
                    place = Place(table.file, row, column)
                    yield place.fault("word-unknown", found=word, right=right)


def _figures(folder: PackFolder) -> Iterator[PackFault]:
    for table, columns in _FIGURES:
        for row in folder.rows(table):
            for column in columns:
                figure = row.get(column)
                if figure and NUMBER.fullmatch(figure) is None:
                    yield Place(table.file, row, column).fault("number-wrong", found=figure)


@lru_cache
def _reference_ids() -> Mapping[str, Lexicon]:
    return {"unit": Lexicon(units()), "basis": Lexicon(bases())}


def _units(folder: PackFolder) -> Iterator[PackFault]:
    """Yield units that the table of units lacks: such figures cannot be converted.

    They are warnings also of levels that could judge: such a level is shown, and says that the
    figure cannot be compared, so nothing false comes of it.
    """
    known = _reference_ids()["unit"]
    for table in (LEVELS, RANGES):
        for row in folder.rows(table):
            unit = row.get("unit")
            if unit and unit not in known:
                place = Place(table.file, row, "unit")
                yield place.warning("unit-unknown", found=unit, right=known.near(unit))


def _bases(context: Context) -> Iterator[PackFault]:
    """Yield reference conditions that neither the program nor the pack describes."""
    shared, own = _reference_ids()["basis"], context.known(BASES)
    for table, column in ((LEVELS, "basis"), (SURVEY, f"{KTA}refcond")):
        for row in context.folder.rows(table):
            for basis in row.ids(column):
                if basis not in shared and basis not in own:
                    place, right = Place(table.file, row, column), shared.near(basis)
                    yield place.warning(
                        "reference-unknown", found=basis, table="bases", right=right
                    )


def _checked(table: TableLayout, row: SheetRow) -> Iterator[PackFault]:
    """Yield checks by a person that lack the name or the date, and dates that are none."""
    by, on = row.get("checked_by"), row.get("checked_on")
    if bool(by) != bool(on):
        column = "checked_on" if by else "checked_by"
        yield Place(table.file, row, column).warning("checked-half")
    if on and not is_date(on):
        yield Place(table.file, row, "checked_on").fault("date-wrong", found=on)


def _json(folder: PackFolder) -> Iterator[PackFault]:
    for table in (*_WITH_IDS, CHOICES):
        for row in folder.rows(table):
            try:
                row.more(table.more)
            except ValueError:
                yield Place(table.file, row, table.more).fault("more-wrong")
