"""What records say of the plan and its measures, read into typed values.

A record that says nothing readable says nothing: the figure that needs it tells so with its path.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan import Effect, Status, Terms
from kta_desktop.domain import fieldpath
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.numbers import kept
from kta_desktop.domain.texts import Text

PLAN, MEASURE = "plan", "measure"
BASELINE_ID = "baseline"
FIELDS = (
    "opex",
    "lifetime",
    "price_year",
    "currency",
    "abated",
    "abated_unit",
    "abated_name",
    "effects",
    "after",
    "instead_of",
    "scenarios",
    "bottlenecks",
    "techniques",
    "status",
    "done_on",
)
"""What a measure has beside the cells of its row, as ``@measure/<row>.<field>``."""

_STATUSES = {str(each): each for each in Status}
_FIRST_YEAR, _LAST_YEAR = 1990, 2200  # what may be a year of prices


@dataclass(frozen=True, slots=True)
class Named:
    """A scenario as the auditor states it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """The records of one measure.

    Attributes:
        known: The audit.
        row: Id of the row of the measure.
    """

    known: Known
    row: str

    def value(self, field: str) -> JsonValue:
        """Return what the record of a field holds; None if there is none."""
        return self.known.records.get(path_of(self.row, field))

    def text(self, field: str) -> str:
        """Return a text on one line; empty if there is none."""
        return text_of(self.value(field))

    def list_of(self, field: str) -> tuple[str, ...]:
        """Return the texts of a list, each once, in order; empty if there is none."""
        value = self.value(field)
        found = value if isinstance(value, list | tuple) else ()
        return tuple(dict.fromkeys(each for each in found if isinstance(each, str) and each))

    def has_list(self, field: str) -> bool:
        """Whether the record of a field holds a list, which may be empty."""
        return isinstance(self.value(field), list | tuple)

    @property
    def done_on(self) -> date | None:
        """Return the day it began to work; None if none is stated or readable."""
        try:
            return date.fromisoformat(self.text("done_on"))
        except ValueError:
            return None

    @property
    def status(self) -> Status:
        """Return how far it is; done if only a day is stated, planned if nothing is."""
        said = self.text("status")
        if said in _STATUSES:
            return _STATUSES[said]
        return Status.DONE if self.done_on else Status.PLANNED

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Return what it does to indicators; of one indicator the last that was stated."""
        value = self.value("effects")
        found = value if isinstance(value, list | tuple) else ()
        return tuple({each.indicator: each for each in map(_effect, found) if each}.values())


def path_of(row: str, field: str) -> str:
    """Return the path of the record of a measure."""
    return fieldpath.record(MEASURE, f"{row}.{field}")


def terms_of(known: Known) -> Terms:
    """Return what all costs are worked out with; None and empty where nothing readable is."""
    rate, lifetime = (number_of(known.record(PLAN, key)) for key in ("rate", "lifetime"))
    return Terms(
        price_year=year_of(known.record(PLAN, "price_year")),
        currency=text_of(known.record(PLAN, "currency")).upper(),
        rate=rate,
        lifetime=lifetime,
    )


def stated(known: Known) -> tuple[Named, ...]:
    """Return the scenarios that the auditor states, each id once, in order."""
    value = known.record(PLAN, "scenarios")
    found = (_named(each) for each in (value if isinstance(value, list | tuple) else ()))
    return tuple({each.id: each for each in found if each is not None}.values())


def number_of(value: JsonValue) -> Decimal | None:
    """Return the finite number of a record; None if it holds none."""
    return kept(value)


def year_of(value: JsonValue) -> int | None:
    """Return the year of prices that a record holds; None if it holds none."""
    found = number_of(value)
    if found is None or not _FIRST_YEAR <= found <= _LAST_YEAR:
        return None
    return int(found) if found == found.to_integral_value() else None


def text_of(value: JsonValue) -> str:
    """Return the words of a record on one line; empty if it holds none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def name_of(words: str) -> Text:
    """Return words of the auditor as a text: they are shown in every language."""
    return Text(ru=words)


def _effect(value: JsonValue) -> Effect | None:
    if not isinstance(value, Mapping):
        return None
    key, number = value.get("indicator"), number_of(value.get("value"))
    if not isinstance(key, str) or not key or number is None:
        return None
    spread = number_of(value.get("uncertainty"))
    return Effect(
        indicator=key, value=number, uncertainty=abs(spread) if spread is not None else None
    )


def _named(value: JsonValue) -> Named | None:
    if not isinstance(value, Mapping):
        return None
    key = value.get("id")
    if not isinstance(key, str) or key in ("", BASELINE_ID):
        return None
    return Named(key, text_of(value.get("name")) or key)
