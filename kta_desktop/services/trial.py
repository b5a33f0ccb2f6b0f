"""A checklist tried out: an audit that is nowhere stored."""

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Definition

TRIAL = "00000000-0000-7000-8000-000000000000"


def record_of(definition: Definition, sha256: str) -> AuditRecord:
    """Return an empty audit of a checklist, to try answers in."""
    return AuditRecord(
        id=TRIAL,
        definition=definition,
        definition_sha256=sha256,
        entries={"@audit/demo": True, "@audit/pack": definition.pack},
    )
