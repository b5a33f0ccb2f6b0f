"""What is known of a plant when it is assessed: every part of the assessment reads this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kta_desktop.assessment.watched import WatchedRecords
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.measurement import Session
from kta_desktop.forms.state import FormState


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An audit as the assessment sees it; nothing here is computed.

    Attributes:
        definition: The checklist.
        state: The filled form.
        sessions: Ended measurement sessions, oldest first.
        records: Record paths (``@plan/rate``) to what they hold; see ``domain.fieldpath``.
        today: The day that decides what is late.
        earlier: The same plant at the previous audit; None if there was none.
    """

    definition: Definition
    state: FormState
    sessions: tuple[Session, ...] = ()
    records: Mapping[str, JsonValue] = field(default_factory=dict)
    today: date
    earlier: "Known | None" = None

    def record(self, kind: str, key: str) -> JsonValue:
        """Return what the record ``@kind/key`` holds; None if there is none."""
        return self.records.get(f"@{kind}/{key}")

    def of_kind(self, kind: str) -> Iterator[tuple[str, JsonValue]]:
        """Yield key and value of every record of a kind."""
        start, records = f"@{kind}/", self.records
        of_them = (
            records.starting(start) if isinstance(records, WatchedRecords) else records.items()
        )
        for path, value in of_them:
            if path.startswith(start):
                yield path.removeprefix(start), value
