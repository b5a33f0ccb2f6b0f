"""Forms that are filled in: their expressions know the units and levels of the program."""

from collections.abc import Mapping

from kta_desktop.assessment import host
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.forms.state import FormState
from kta_desktop.measurement import units


def form(definition: Definition, entries: Mapping[str, JsonValue]) -> FormState:
    """Return the state of a form.

    Args:
        definition: What it asks.
        entries: Path to value, see ``domain.fieldpath``.

    Raises:
        CycleError: If the definition has conditions that depend on each other in a circle.
    """
    return host.filled(definition, entries)


def prepare() -> None:
    """Make ready what a form needs once an answer is in another unit than is asked for."""
    units.prepare()


def of_audit(record: AuditRecord) -> FormState:
    """Return the state of the form of an audit that goes on.

    It knows every path that was ever stored: where an answer was cleared, no default comes back.

    Raises:
        CycleError: If the definition has conditions that depend on each other in a circle.
    """
    return form(record.definition, {**dict.fromkeys(record.heads), **record.entries})
