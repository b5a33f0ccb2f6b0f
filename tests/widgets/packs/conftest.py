"""The page of packs over one small pack, and newer and broken versions of it."""

import pytest

from kta_desktop.packs import layout, library
from kta_desktop.packs.rows import sheet_text, toml_text
from ui.views.packs_view import PacksView

WAIT_MS = 60_000


def _words(text):
    return {"ru": text, "kk": text, "en": text}


SURVEY = [
    {"type": "begin_group", "name": "gen", "label": _words("Раздел"), "bind::kta:number": "1"},
    {
        "type": "select_one yes_no",
        "name": "own",
        "label": _words("Есть ли очистные?"),
        "bind::kta:number": "1.1",
        "bind::kta:concept": "mini.own",
    },
    {
        "type": "decimal",
        "name": "flow",
        "label": _words("Каков сброс?"),
        "relevant": "${own} = 'yes'",
        "bind::kta:number": "1.2",
        "bind::kta:concept": "mini.flow",
    },
    {"type": "end_group"},
]
LEVEL = {
    "id": "L1",
    "kind": "AEL",
    "medium": "water_direct",
    "parameter": _words("ХПК"),
    "upper": "125",
    "unit": "mg/l",
    "when": "true()",
    "source": "LAW",
    "locus": "Table 1",
    "confidence": "memory",
}
EXCEPTION = {
    **LEVEL,
    "id": "L1-X1",
    "upper": "200",
    "when": "${flow} > 10",
    "when_text": _words("при сбросе больше 10"),
    "overrides": "L1",
    "effect": "limit",
    "confidence": "verified",
}
TABLES = {
    layout.SURVEY: SURVEY,
    layout.CHOICES: [
        {"list_name": "yes_no", "name": name, "label": _words(name)} for name in ("yes", "no")
    ],
    layout.TECHNIQUES: [],
    layout.LEVELS: [LEVEL, EXCEPTION],
    layout.MONITORING: [],
    layout.RANGES: [],
    layout.SOURCES: [{"id": "LAW", "title": "Закон", "confidence": "verified"}],
}


def _write(folder, version="1"):
    folder.mkdir(parents=True)
    for table, rows in TABLES.items():
        (folder / f"{table.file}.csv").write_text(sheet_text(table, rows), encoding="utf-8")
    settings = {"id": "mini", "version": version, "title": _words("Малый пакет")}
    (folder / "pack.toml").write_text(toml_text(settings), encoding="utf-8")
    return folder


def _edited(folder, old, new):
    survey = folder / "survey.csv"
    survey.write_text(survey.read_text("utf-8").replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "RESOURCES", tmp_path / "resources")
    return _write(tmp_path / "resources" / "packs" / "mini")


@pytest.fixture
def newer(tmp_path):
    return _edited(_write(tmp_path / "newer" / "mini", "2"), "Каков сброс?", "Каков сток?")


@pytest.fixture
def broken(tmp_path):
    return _edited(_write(tmp_path / "broken" / "mini", "3"), "${own} = 'yes'", "${onw} = 'yes'")


@pytest.fixture
def view(qtbot, workspace, runner):
    made = PacksView(workspace, runner)
    qtbot.addWidget(made)
    made.resize(1282, 640)
    made.show()
    qtbot.waitUntil(lambda: made.shown is not None, timeout=WAIT_MS)
    return made
