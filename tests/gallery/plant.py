"""A plant with three sources of emissions, answered, copied and wrong: nothing of it is stored."""

from PySide6.QtCore import QSize

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import json_hash
from tests.gallery.stage import Stage, settle
from tests.widgets.checklist.plant import NESTED
from ui.undo import AuditEditor
from ui.views.checklist_view import ChecklistView

_EARLIER = "018bcfe5-6800-7000-8000-000000000001"  # its id carries November 2023
_SIDES = QSize(84, 70)  # rail, top bar and status strip around the page
_NARROW_SIDES = QSize(48, 26)


def _text(text: str) -> dict[str, str]:
    return {"text": text, "value": text}


def _number(text: str, unit: str) -> dict[str, str]:
    return {"text": text, "value": text.replace(",", "."), "unit": unit}


def _source(row: str, order: float, name: str, hours: str) -> dict[str, object]:
    return {
        f"source/{row}": {"order": order},
        f"source/{row}/src_no": _text(name),
        f"source/{row}/src_kind": {"value": "stack"},
        f"source/{row}/src_height": _number("25", "m"),
        f"source/{row}/src_hours": _number(hours, "h/year"),
    }


def _pollutants(source: str, *rows: tuple[str, str | None]) -> dict[str, object]:
    table = f"source/{source}/pollutants"
    found: dict[str, object] = {}
    for number, (substance, grams) in enumerate(rows, start=1):
        found[f"{table}/p{number}"] = {"order": float(number)}
        found[f"{table}/p{number}/substance"] = {"value": substance}
        if grams is not None:
            found[f"{table}/p{number}/g_s"] = _number(grams, "g/s")
    return found


ENTRIES: dict[str, object] = {
    "src_any": {"value": "any", "origin": "previous_audit", "copied_from": _EARLIER},
    **_source("s1", 1.0, "0001 Труба котельной", "8000"),
    **_source("s2", 2.0, "0002 Сушилка РС-2, организованный источник с двумя газоходами", "5"),
    **_source("s3", 3.0, "0003 Линия розлива", "6200"),
    **_pollutants("s1", ("no2", "0,52"), ("co", "1,3")),
    **_pollutants("s2", ("dust", "0,08"), ("voc", None), ("no2", "0,4.1")),
    "source/s2/unit/u1": {"order": 1.0},
    "source/s2/unit/u1/unit_name": _text("Калорифер К-2"),
    "own_time": _text("9.05") | {"value": "09:05:00"},
    "own_moment": {"text": "25.13.2026"},
    "own_share": _number("85", "%"),
    "own_order": {"value": ["diffuse", "stack"]},
    "own_seen": {"value": "OK"},
    "own_main": {"value": "so2"},
}
_WRONG = {"source/s2/pollutants/p3/g_s": {"text": "0,4.1", "unit": "g/s"}}


def answered(stage: Stage, size: QSize) -> ChecklistView:
    """Return the page of the checklist with the sources answered, as large as in its window."""
    record = AuditRecord(
        id=stage.audit,
        definition=NESTED,
        definition_sha256=json_hash(NESTED.to_json()),
        entries={**ENTRIES, **_WRONG},  # type: ignore[dict-item]  # plain values of JSON
    )
    editor = AuditEditor(stage.ws, record, stage.runner)
    view = ChecklistView(editor, stage.ws, stage.runner)
    editor.setParent(view)
    view.resize(size - (_SIDES if size.width() > 1000 else _NARROW_SIDES))
    view.show()
    settle()
    return view
