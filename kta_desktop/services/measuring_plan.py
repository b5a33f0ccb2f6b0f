"""What is to be measured: the plan that a session is begun with, and the session made of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kta_desktop.domain.gas import Given
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Channel, Instrument, Quantity, Session
from kta_desktop.measurement.errors import ProfileUnfitError
from kta_desktop.measurement.link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """What is to be measured, where, with what, and against which levels.

    Attributes:
        source: Number and name of the emission source.
        point: Sampling point.
        links: Connections, one for each instrument that is read or whose readings are typed.
        quantities: What is judged, the first one first; ``channel`` as in ``channels()``.
        place: Address of the source's instance in the checklist; empty if it is not from there.
        regime: Words on the process regime.
        load_pct: Load of the unit in %; None if unknown.
        given: Gas conditions entered once, see ``Session.given``.
        diameter_m: Of the round duct, for the mass flow; None if not known.
        o2_air_pct: Oxygen of air in the correction, 21 or 20.9 %.
        reversals: Firing reversals that each sample must span; 0 if it is not asked.
        evidence_class: Id of ``value_origins.csv``.
        instruments: Further instruments that nothing is read from, such as the barometer that a
            given condition comes from.
        simulated: Whether an instrument is a simulator; that of a simulator's profile always is.
    """

    source: str
    point: str
    links: tuple[Link, ...]
    quantities: tuple[Quantity, ...]
    place: str = ""
    regime: str = ""
    load_pct: float | None = None
    given: Mapping[str, Given] = field(default_factory=dict)
    diameter_m: float | None = None
    o2_air_pct: float = 21.0
    reversals: int = 0
    evidence_class: str = "measured_auditor"
    instruments: tuple[Instrument, ...] = ()
    simulated: bool = False

    @property
    def is_simulated(self) -> bool:
        """Whether an instrument is a simulator."""
        return self.simulated or any(link.profile.simulated for link in self.links)

    def channels(self) -> tuple[Channel, ...]:
        """Return what is recorded, each channel with the id of its link as its instrument."""
        return tuple(channel for _link, _own, channel in self._named())

    def channel_of(self, link: str, channel: str) -> str:
        """Return the id within the session of a channel of a link."""
        return self.names(link)[channel]

    def names(self, link: str) -> dict[str, str]:
        """Return for the channels of a link their ids within the session.

        They are those of its profile; what an earlier link has already gets the link's id behind
        it, such as ``t_gas_i2``, and is no gas condition then.
        """
        return {own: channel.id for at, own, channel in self._named() if at.id == link}

    def link_of(self, channel: str) -> Link | None:
        """Return the link that delivers a channel of the session; None if none does."""
        return next((link for link, _own, found in self._named() if found.id == channel), None)

    def _named(self) -> Iterator[tuple[Link, str, Channel]]:
        taken: set[str] = set()
        for link in self.links:
            for own in link.profile.channels():
                name = own.id
                while name in taken:  # that of another profile may end like an id of a link
                    name = f"{name}_{link.id}"
                taken.add(name)
                yield link, own.id, replace(own, id=name, instrument=link.id)


def check(plan: SessionPlan) -> None:
    """Raise ``ProfileUnfitError`` if no instrument has a channel that is to be judged."""
    present = {channel.id for channel in plan.channels()}
    for quantity in plan.quantities:
        if quantity.channel not in present:
            raise ProfileUnfitError(channel=quantity.channel)


def new_session(plan: SessionPlan, started_at: str) -> Session:
    """Return the session of a plan that begins at ``started_at`` (ISO, UTC).

    Its U of place and extraction is the largest that a profile of a judged channel states.
    """
    judged = [plan.link_of(quantity.channel) for quantity in plan.quantities]
    first = plan.quantities[0]
    session = Session(
        id=new_id(),
        source=plan.source,
        point=plan.point,
        parameter=dict(first.parameter),
        channel=first.channel,
        level=first.level,
        basis=first.basis,
        started_at=started_at,
        load_pct=plan.load_pct,
        regime=plan.regime,
        evidence_class=plan.evidence_class,
        instruments=(*(instrument_of(link) for link in plan.links), *plan.instruments),
        channels=plan.channels(),
        simulated=plan.is_simulated,
        diameter_m=plan.diameter_m,
        sampling_u_pct=max((link.profile.sampling_u_pct for link in judged if link), default=0.0),
        place=plan.place,
        given=dict(plan.given),
        o2_air_pct=plan.o2_air_pct,
        reversals=plan.reversals,
    )
    return session.with_quantities(plan.quantities)


def widened(session: Session, plan: SessionPlan) -> Session:
    """Return a session that goes on with what its plan has more by now: channels, instruments."""
    channels = {channel.id for channel in session.channels}
    instruments = {each.id for each in session.instruments}
    return replace(
        session,
        channels=(*session.channels, *(c for c in plan.channels() if c.id not in channels)),
        instruments=(
            *session.instruments,
            *(instrument_of(link) for link in plan.links if link.id not in instruments),
        ),
        simulated=session.simulated or plan.is_simulated,
    )


def instrument_of(link: Link) -> Instrument:
    """Return the instrument of a link as the protocol of the session names it."""
    words = link.instrument.connection or connection_words(link)
    return replace(link.instrument, id=link.id, connection=words)


def connection_words(link: Link) -> str:
    """Return how a link is connected, such as ``COM4, Modbus RTU 1``; empty for typed readings."""
    at, profile = link.address, link.profile
    unit = profile.unit_id if at.unit_id is None else at.unit_id
    words = {
        "modbus-tcp": f"{at.host}:{at.port}, Modbus TCP {unit}" if at.host else "",
        "modbus-rtu": f"{at.device}, Modbus RTU {unit}",
        "serial-ascii": at.device,
        "replay": at.path.replace("\\", "/").rpartition("/")[2],
    }
    return words.get(profile.protocol, "")
