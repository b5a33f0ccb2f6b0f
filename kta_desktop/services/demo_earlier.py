"""The audit before in the demonstration: what the present one says became of its measures."""

from collections.abc import Mapping
from typing import Any

from kta_desktop.assessment.registers import lines
from kta_desktop.assessment.transition import MEASURES
from kta_desktop.domain import fieldpath
from kta_desktop.services import answering, auditing, filling
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace


def follow_up(ws: Workspace, audit: str, earlier: str, became: Mapping[str, Any]) -> None:
    """Store in the present audit what became of measures of the earlier one.

    Args:
        ws: The workspace.
        audit: Id of the present audit.
        earlier: Id of the earlier one.
        became: Name of a measure to ``state`` and ``reason``, as in ``@became/<row>``.
    """
    record = auditing.load(ws, earlier)
    form = filling.form(record.definition, record.entries)
    rows = {line.text("measure"): line.id for line in lines(form, MEASURES)}
    edits = [Edit(fieldpath.record("became", rows[name]), dict(v)) for name, v in became.items()]
    answering.store(ws, audit, edits)
