"""What a measurement session can be begun with, as the checklist of an audit tells it.

Sources, sampling points, instruments, levels and emission limits were entered once; here they are
gathered, so that nobody types them a second time on a roof. It is worked out beside the window:
a filled form takes a third of a second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.averaging import Averaging, rule_of, rules_of
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.gas import Given
from kta_desktop.domain.measurement import Channel, Instrument, Quantity
from kta_desktop.measurement.link import Address, Link
from kta_desktop.services import filling
from kta_desktop.services.session_plan_gaps import CONDITIONS, Figure, Gap, absolute_kpa, gaps
from kta_desktop.services.session_plan_levels import (
    OfferedLevel,
    bases_of,
    basis_label,
    fitting,
    levels_for_air,
    quantity,
    related,
)
from kta_desktop.services.session_plan_places import (
    EmissionSource,
    Limit,
    ListedInstrument,
    SamplingPoint,
    gas_points,
    listed_instruments,
    sources,
)

__all__ = [
    "CONDITIONS",
    "Address",
    "Averaging",
    "Channel",
    "Choices",
    "EmissionSource",
    "Figure",
    "Gap",
    "Given",
    "Instrument",
    "Limit",
    "Link",
    "ListedInstrument",
    "OfferedLevel",
    "Quantity",
    "SamplingPoint",
    "absolute_kpa",
    "bases_of",
    "basis_label",
    "choices",
    "fitting",
    "gaps",
    "iso_day",
    "quantity",
    "related",
    "rule_of",
    "rules_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the start of a session offers.

    Attributes:
        sources: Emission sources of the checklist, in its order.
        points: Sampling points in gas, of all sources.
        instruments: The instruments of the checklist, in its order.
        levels: For air: those that hold and are named by a question first, undecided ones last.
        more: The further tables of the definition, with its own reference conditions.
        is_demo: Whether the audit is a demonstration.
    """

    sources: tuple[EmissionSource, ...] = ()
    points: tuple[SamplingPoint, ...] = ()
    instruments: tuple[ListedInstrument, ...] = ()
    levels: tuple[OfferedLevel, ...] = ()
    more: Mapping[str, JsonValue] | None = None
    is_demo: bool = False

    def source(self, name: str) -> EmissionSource | None:
        """Return the source of the checklist that is called ``name``; None if none is."""
        wanted = name.strip().casefold()
        return next((each for each in self.sources if each.name.casefold() == wanted), None)


def choices(record: AuditRecord) -> Choices:
    """Return what can be chosen for a session of an audit; not for the thread of the window."""
    state = filling.of_audit(record)
    points = gas_points(state)
    return Choices(
        sources=sources(state, points),
        points=points,
        instruments=listed_instruments(state),
        levels=levels_for_air(record, state),
        more=record.definition.more,
        is_demo=record.is_demo,
    )


def iso_day(text: str) -> str | None:
    """Return ``14.03.2027`` or an ISO date as an ISO date; None if it is neither."""
    parts = text.split(".")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
