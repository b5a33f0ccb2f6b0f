"""Which gas conditions a figure needs, and which of them a session knows. Plain Python."""

from collections.abc import Iterable

from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.measurement.errors import ConditionMissingError

TEMPERATURE, PRESSURE, MOISTURE = "t_gas", "pressure", "moisture"
OXYGEN, VELOCITY = "o2", "velocity"
STATIC, BAROMETRIC = "p_static", "p_baro"  # together they are the absolute pressure
_NAMES = {TEMPERATURE: "temperature", OXYGEN: "oxygen"}  # the others are called by their id


def needed(channel: Channel, basis: Basis, *, mass_flow: bool = False) -> tuple[str, ...]:
    """Return the ids of the conditions that a mean of ``channel`` at ``basis`` rests on.

    A share of the volume (ppm) needs neither temperature nor pressure; gas that the instrument has
    dried needs no moisture at a dry basis; oxygen is asked by a basis with reference oxygen alone.

    Args:
        channel: What is measured.
        basis: Where to.
        mass_flow: Whether g/s are wanted as well: then all that the flow needs.
    """
    by_volume = "/" not in channel.unit
    asked = {
        TEMPERATURE: mass_flow or not by_volume,
        PRESSURE: mass_flow or not by_volume,
        MOISTURE: (mass_flow and basis.dry) or basis.dry is not channel.is_dry,
        OXYGEN: basis.o2_ref_pct is not None,
        VELOCITY: mass_flow,
    }
    return tuple(name for name, is_asked in asked.items() if is_asked)


def known(channels: Iterable[str], given: Iterable[str]) -> frozenset[str]:
    """Return the ids of the conditions that channels tell or that were entered."""
    found = {*channels, *given}
    if {STATIC, BAROMETRIC} <= found:
        found.add(PRESSURE)
    return frozenset(found & {TEMPERATURE, PRESSURE, MOISTURE, OXYGEN, VELOCITY})


def missing(session: Session, basis: Basis, *, mass_flow: bool = False) -> tuple[str, ...]:
    """Return the ids of the conditions that a session's first quantity needs and does not know."""
    main = next((each for each in session.channels if each.id == session.channel), None)
    if main is None:
        return ()
    has = known((channel.id for channel in session.channels), session.given)
    return tuple(name for name in needed(main, basis, mass_flow=mass_flow) if name not in has)


def lacking(session: Session, basis: Basis) -> tuple[ConditionMissingError, ...]:
    """Return, as sentences, what ``missing`` returns: why no reading becomes a figure."""
    return tuple(
        ConditionMissingError(quantity=_NAMES.get(name, name)) for name in missing(session, basis)
    )
