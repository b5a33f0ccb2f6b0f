"""How long the workbook of an audit takes, against the same cells written by its library alone."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import (
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.reports.context import Context
from kta_desktop.reports.order import Order
from kta_desktop.reports.sheet import context_of
from kta_desktop.reports.source import Source
from kta_desktop.reports.workbook.book import leaves, workbook_file
from kta_desktop.reports.workbook.sessions import Reading

ROWS = 5_000
GOAL = 2.5  # times the bare writing
_TURNS = 3
_AT = "2026-11-22T14:32:08+05:00"


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement; the best of three turns each."""
    context = _context()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "b.xlsx"
        ours = bare = float("inf")
        for _turn in range(_TURNS):
            ours = min(ours, _timed(lambda: workbook_file(context, _no_readings, file, _quiet)))
            bare = min(bare, _bare(context, file))
    return [
        (f"workbook, a table of {ROWS} rows", ours, "s"),
        ("  its cells by the library alone", bare, "s"),
        (f"  ratio (goal {GOAL})", ours / bare, "×"),
    ]


def _no_readings(_session: str) -> tuple[int, Iterator[Reading]]:
    return 0, iter(())


def _quiet(_rows: int) -> None:
    return


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _bare(context: Context, file: Path) -> float:
    """Write the cells of all sheets, worked out before, and return how long that took."""
    sheets = [
        (leaf.name, [list(row) for row in leaf.rows]) for leaf in leaves(context, _no_readings)
    ]
    began = time.perf_counter()
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return time.perf_counter() - began


def _context() -> Context:
    """Return an audit with one long table, of which every cell is filled."""
    columns = tuple(
        Column(name=f"c{n}", type=kind, label=Text(ru=f"Графа {n}"), unit=unit)
        for n, (kind, unit) in enumerate(
            ((QuestionType.TEXT, None), (QuestionType.DECIMAL, "t"), (QuestionType.DECIMAL, "m3"))
        )
    )
    asked = Question(
        name="q",
        number="1.1",
        section="s",
        type=QuestionType.TABLE,
        label=Text(ru="Что вывезено и сколько"),
        columns=columns,
    )
    definition = Definition(
        pack="bench",
        version="1",
        title=Text(ru="Замер"),
        sections=(Section(name="s", number="1", label=Text(ru="Отходы")),),
        questions=(asked,),
    )
    entries: dict[str, JsonValue] = {"@audit/number": "KTA-2026-014"}
    for n in range(ROWS):
        row = f"q/r{n:05}"
        entries[row] = {"order": float(n)}
        entries[f"{row}/c0"] = Answer(text=f"Партия {n}", value=f"Партия {n}").to_json()
        for name in ("c1", "c2"):
            entries[f"{row}/{name}"] = Answer(text=f"{n},5", value=f"{n}.5").to_json()
    record = AuditRecord(
        id="0192f0c8-0000-7000-8000-000000000000",
        definition=definition,
        definition_sha256="8e41" * 16,
        entries=entries,
        last_change_hash="c7f2" * 16,
    )
    source = Source(record=record, images=lambda _hash, _px: b"", printed_at=_AT)
    return context_of(Order(languages=("ru",)), source)
