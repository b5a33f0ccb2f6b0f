"""The plan of the demonstration: what costs are worked out with, and what measures have beside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kta_desktop.assessment.bottlenecks import Cause
from kta_desktop.assessment.registers import lines
from kta_desktop.assessment.transition import MEASURES
from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.forms.state import FormState
from kta_desktop.services import answering, auditing, filling, judging
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace

_BEYOND = (Cause.EXCEEDS, Cause.INDISTINCT)
_OTHERS = ("after", "instead_of")  # fields that name other measures


def write(ws: Workspace, audit: str, data: Mapping[str, Any]) -> None:
    """Store the plan of the demonstration beside the measures that are in the checklist already.

    Args:
        ws: The workspace.
        audit: Id of the audit.
        data: ``terms`` as in ``@plan/…``, and ``measures``: name of a measure to its fields as in
            ``@measure/<row>.…``; other measures are named, too. ``merged``: name of a bottleneck
            that was entered to the figure, or the candidate, that is the same thing.
    """
    record = auditing.load(ws, audit)
    form = filling.form(record.definition, record.entries)
    rows = {line.text("measure"): line.id for line in lines(form, MEASURES)}
    edits = [Edit(fieldpath.record("plan", key), value) for key, value in data["terms"].items()]
    for name, fields in data["measures"].items():
        for field, value in fields.items():
            path = fieldpath.record("measure", f"{rows[name]}.{field}")
            edits.append(Edit(path, _meant(field, value, rows, record, form)))
    answering.store(ws, audit, edits)
    if data["merged"]:
        answering.store(ws, audit, _merged(ws, audit, data["merged"]))


def _merged(ws: Workspace, audit: str, names: Mapping[str, str]) -> list[Edit]:
    """Return what merges bottlenecks that were found into those that the auditor entered."""
    from kta_desktop.services import assessing, bottleneck_desk

    record = auditing.load(ws, audit)
    form = filling.form(record.definition, record.entries)
    today = date.fromisoformat(record.text("@audit/starts_on"))
    found = assessing.assess(assessing.known_of(record, form, today)).candidates
    entered = {each.title.ru: each for each in found}
    return [
        edit
        for name, said in names.items()
        for each in found
        if each.key == said
        or (each.cause in _BEYOND and _key(said, record, form) in each.indicators)
        for edit in bottleneck_desk.merge(entered[name], each)
    ]


def _meant(
    field: str, value: Any, rows: Mapping[str, str], record: AuditRecord, form: FormState
) -> JsonValue:
    """Return what a field holds, with ids in place of names and places in the order."""
    if field in _OTHERS:
        return [rows[name] for name in value]
    if field == "effects":
        return [{**each, "indicator": _key(each["indicator"], record, form)} for each in value]
    found: JsonValue = value
    return found


def _key(said: str, record: AuditRecord, form: FormState) -> str:
    """Return the key of an indicator: ``figure.wwt_05/1/max`` is of the first row, and so on."""
    kind, _dot, rest = said.partition(".")
    if kind == "session":
        number, _dot, channel = rest.partition(".")
        return f"session.{judging.sessions(record)[int(number) - 1].id}.{channel}"
    table, *cell = rest.split("/")
    if cell:
        number, column = cell
        return f"{kind}.{table}/{form.rows(table)[int(number) - 1].id}/{column}"
    return said
