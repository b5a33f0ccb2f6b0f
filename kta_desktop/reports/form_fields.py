"""Fields of sampling acts and measurement protocols by their id."""

from functools import lru_cache

from kta_desktop.packs.reference_lists import ProtocolField, protocol_fields
from kta_desktop.reports.context import Context


@lru_cache
def _by_id() -> dict[str, ProtocolField]:
    return {field.id: field for field in protocol_fields()}


def field(identifier: str) -> ProtocolField:
    """Return a field of ``resources/reference/protocol_fields.csv``. KeyError if there is none."""
    return _by_id()[identifier]


def name_of(context: Context, identifier: str) -> str:
    """Return the name of a field in all languages of the sheet. KeyError if there is none."""
    return context.tongue.line(field(identifier).label)
