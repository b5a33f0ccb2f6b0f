"""The plan of the demonstration: what costs are worked out with, and what measures have beside."""

from collections.abc import Mapping
from typing import Any

from kta_desktop.assessment.registers import lines
from kta_desktop.assessment.transition import MEASURES
from kta_desktop.domain import fieldpath
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.services import answering, auditing, filling
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace

_OTHERS = ("after", "instead_of")  # fields that name other measures


def write(ws: Workspace, audit: str, data: Mapping[str, Any]) -> None:
    """Store the plan of the demonstration beside the measures that are in the checklist already.

    Args:
        ws: The workspace.
        audit: Id of the audit.
        data: ``terms`` as in ``@plan/…``, and ``measures``: name of a measure to its fields as in
            ``@measure/<row>.…``; other measures are named, too.
    """
    record = auditing.load(ws, audit)
    form = filling.form(record.definition, record.entries)
    rows = {line.text("measure"): line.id for line in lines(form, MEASURES)}
    edits = [Edit(fieldpath.record("plan", key), value) for key, value in data["terms"].items()]
    for name, fields in data["measures"].items():
        for field, value in fields.items():
            path = fieldpath.record("measure", f"{rows[name]}.{field}")
            edits.append(Edit(path, _named(value, rows) if field in _OTHERS else value))
    answering.store(ws, audit, edits)


def _named(names: list[str], rows: Mapping[str, str]) -> JsonValue:
    return [rows[name] for name in names]
