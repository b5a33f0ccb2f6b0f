"""The tables beside the survey: ids, references between them, figures, words of fixed lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kta_desktop.packs.check_expressions import Names, Place, of_cell
from kta_desktop.packs.faults import WARNING, PackFault, nearest
from kta_desktop.packs.layout import (
    AVERAGING,
    BASES,
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
)
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.reference import bases, evidence_kinds, units
from kta_desktop.packs.rows import SheetRow
from kta_desktop.packs.survey import EVIDENCE_LEVELS

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WITH_IDS = (TECHNIQUES, LEVELS, SOURCES, MONITORING, RANGES, FORMULAS, AVERAGING, SUBSECTORS)

# Table, column, and the table that its ids stand in.
_REFERENCES: tuple[tuple[TableLayout, str, TableLayout], ...] = (
    (SURVEY, f"{KTA}ael", LEVELS),
    (SURVEY, f"{KTA}bat", TECHNIQUES),
    (SURVEY, f"{KTA}source", SOURCES),
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


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of one of the tables."""

    table: TableLayout
    row: SheetRow
    column: str

    def fault(self, code: str, *, severity: str = "error", **details: object) -> PackFault:
        """Return a fault in this cell."""
        return PackFault(
            sheet=self.table.file,
            row=self.row.number,
            column=self.column,
            question=self.row.get("name" if self.table is SURVEY else "id"),
            code=code,
            severity=severity,
            details=details,
        )


def of_tables(folder: PackFolder, names: Names) -> Iterator[PackFault]:
    """Yield the mistakes of the tables beside the survey."""
    yield from _ids(folder)
    yield from _references(folder)
    yield from _words(folder)
    yield from _figures(folder)
    yield from _reference_tables(folder)
    yield from _json(folder)
    for table, columns in _CONDITIONS:
        for row in folder.rows(table):
            for column in columns:
                yield from of_cell(Place(table.file, row, column, row.get("id")), names)


def _ids(folder: PackFolder) -> Iterator[PackFault]:
    for table in _WITH_IDS:
        seen: dict[str, int] = {}
        for row in folder.rows(table):
            name, cell = row.get("id"), _Cell(table, row, "id")
            if not name:
                yield cell.fault("id-missing")
            elif name in seen:
                yield cell.fault("id-twice", found=name, other=seen[name])
            seen.setdefault(name, row.number)


def _references(folder: PackFolder) -> Iterator[PackFault]:
    """Yield ids that the table they point to lacks; packs that include others may point there."""
    severity = WARNING if folder.pack.get("includes") else "error"
    known = {
        target.file: frozenset(row.get("id") for row in folder.rows(target))
        for _table, _column, target in _REFERENCES
    }
    for table, column, target in _REFERENCES:
        for row in folder.rows(table):
            for name in row.ids(column):
                if name not in known[target.file]:
                    right = nearest(name, known[target.file])
                    yield _Cell(table, row, column).fault(
                        "reference-unknown",
                        severity=severity,
                        found=name,
                        table=target.file,
                        right=right,
                    )


def _words(folder: PackFolder) -> Iterator[PackFault]:
    proofs = (*EVIDENCE_LEVELS, *_PROOFS, *(kind.id for kind in evidence_kinds()))
    for table, column, words in (*_WORDS, (SURVEY, f"{KTA}evidence", proofs)):
        for row in folder.rows(table):
            for word in row.ids(column):
                if word not in words:
                    right = ", ".join(words)
                    yield _Cell(table, row, column).fault("word-unknown", found=word, right=right)


def _figures(folder: PackFolder) -> Iterator[PackFault]:
    for table, columns in _FIGURES:
        for row in folder.rows(table):
            for column in columns:
                figure = row.get(column)
                if figure and _NUMBER.fullmatch(figure) is None:
                    yield _Cell(table, row, column).fault("number-wrong", found=figure)


@lru_cache
def _reference_ids() -> Mapping[str, frozenset[str]]:
    return {"unit": frozenset(units()), "basis": frozenset(bases())}


def _reference_tables(folder: PackFolder) -> Iterator[PackFault]:
    """Yield units and bases that the reference tables lack: such figures cannot be converted.

    A pack may name conditions of its own, in ``bases``.
    """
    named = _reference_ids()["basis"] | {row.get("id") for row in folder.rows(BASES)}
    for table in (LEVELS, RANGES):
        for row in folder.rows(table):
            unit = row.get("unit")
            if unit and unit not in _reference_ids()["unit"]:
                right = nearest(unit, _reference_ids()["unit"])
                yield _Cell(table, row, "unit").fault(
                    "unit-unknown", severity=WARNING, found=unit, right=right
                )
    for row in folder.rows(LEVELS):
        for basis in row.ids("basis"):
            if basis not in named:
                right = nearest(basis, named)
                yield _Cell(LEVELS, row, "basis").fault(
                    "reference-unknown", severity=WARNING, found=basis, table="bases", right=right
                )


def _json(folder: PackFolder) -> Iterator[PackFault]:
    for table in _WITH_IDS:
        for row in folder.rows(table):
            try:
                row.more(table.more)
            except ValueError:
                yield _Cell(table, row, table.more).fault("more-wrong")
