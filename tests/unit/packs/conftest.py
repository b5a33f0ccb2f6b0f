"""A small pack written to a folder, with one right row of everything."""

import csv

import pytest

from kta_desktop.packs import layout
from kta_desktop.packs.rows import sheet_text, toml_text

_LABEL = {"ru": "Вопрос", "kk": "Сұрақ", "en": "Question"}


def _asked(name, kind, **more):
    return {"type": kind, "name": name, "label": _LABEL, "bind::kta:concept": f"t.{name}", **more}


TABLES = {
    layout.SURVEY: [
        {"type": "begin_group", "name": "gen", "label": _LABEL, "bind::kta:number": "1"},
        _asked("kind", "select_multiple kinds", **{"bind::kta:source": "LAW"}),
        _asked("milk", "decimal", relevant="selected(${kind}, 'dairy')"),
        _asked("water", "begin_repeat", appearance="table-list"),
        {"type": "text", "name": "source", "label": _LABEL},
        {"type": "decimal", "name": "m3", "label": _LABEL, "bind::kta:unit": "m3/year"},
        {"type": "end_repeat"},
        {"type": "end_group"},
        {"type": "calculate", "name": "total", "calculation": "sum(${water}/m3)"},
        _asked("season", "hidden", fact_type="bool"),
    ],
    layout.CHOICES: [
        {"list_name": "kinds", "name": "dairy", "label": _LABEL},
        {"list_name": "kinds", "name": "beer", "label": _LABEL},
    ],
    layout.TECHNIQUES: [
        {"id": "B1", "kind": "bat", "title": _LABEL, "source": "LAW", "confidence": "verified"}
    ],
    layout.LEVELS: [
        {
            "id": "L1",
            "kind": "AEL",
            "medium": "water_direct",
            "parameter": _LABEL,
            "lower": "2",
            "lower_is_less_than": True,
            "upper": "10",
            "unit": "mg/l",
            "when": "${total} > 5",
            "techniques": ["B1"],
            "source": "LAW",
            "confidence": "verified",
        },
        {
            "id": "L1-X",
            "kind": "AEL",
            "medium": "water_direct",
            "parameter": _LABEL,
            "upper": "20",
            "unit": "mg/l",
            "when": "${season} = true()",
            "overrides": "L1",
            "effect": "limit",
            "inherits": ["lower"],
            "source": "LAW",
            "confidence": "memory",
        },
    ],
    layout.MONITORING: [],
    layout.RANGES: [],
    layout.SOURCES: [{"id": "LAW", "title": "The law", "confidence": "verified"}],
}
PACK = {
    "id": "small",
    "version": "1",
    "title": _LABEL,
    "media_when": {"water_direct": "selected(${kind}, 'dairy')"},
}


class PackBook:
    """A pack folder whose cells can be changed one by one."""

    def __init__(self, path):
        self.path = path
        for table, rows in TABLES.items():
            (path / f"{table.file}.csv").write_text(sheet_text(table, rows), encoding="utf-8")
        (path / layout.PACK).write_text(toml_text(PACK), encoding="utf-8")

    def put(self, sheet, row, column, text):
        """Write a cell; rows count as in a workbook, the header is row 1."""
        place = self.path / f"{sheet}.csv"
        with place.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        while len(rows) < row:
            rows.append([""] * len(rows[0]))
        rows[row - 1][rows[0].index(column)] = text
        with place.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture
def book(tmp_path):
    """Return a pack without mistakes in a folder of its own."""
    return PackBook(tmp_path)
