"""What a planned session cannot tell yet, and for want of which conditions of the gas."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.gas import Basis, Given
from kta_desktop.domain.measurement import Channel, Quantity
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import basis as basis_of

CONDITIONS: Mapping[str, str] = {
    "t_gas": "degC",
    "p_static": "Pa",
    "p_baro": "kPa",
    "pressure": "kPa",
    "moisture": "vol%",
    "o2": "vol%",
    "velocity": "m/s",
}
"""Conditions of the gas and their units, in the order of the protocol."""


class Figure(StrEnum):
    """A figure that a session is to give."""

    NORMALISED = "normalised"
    MASS_FLOW = "mass_flow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A figure that cannot be given.

    Attributes:
        figure: Which.
        channels: Ids of the judged channels it is about.
        missing: Conditions of the gas that are not known; ``diameter`` for that of the duct.
    """

    figure: Figure
    channels: tuple[str, ...]
    missing: tuple[str, ...]


def absolute_kpa(given: Mapping[str, Given]) -> float | None:
    """Return the absolute pressure in kPa; None if it is not known."""
    if "pressure" in given:
        return given["pressure"].value
    if "p_baro" in given and "p_static" in given:
        return given["p_baro"].value + given["p_static"].value / 1000
    return None


def gaps(
    quantities: Collection[Quantity],
    channels: Collection[Channel],
    given: Collection[str],
    *,
    has_diameter: bool,
    more: Mapping[str, JsonValue] | None = None,
) -> tuple[Gap, ...]:
    """Return the figures that cannot be given, those that lack the same together.

    Args:
        quantities: What is to be judged.
        channels: All that is recorded.
        given: Conditions entered by hand.
        has_diameter: Whether the diameter of the duct is known.
        more: The further tables of the definition.
    """
    known = _known(channels, given)
    by_id = {channel.id: channel for channel in channels}
    found: dict[tuple[Figure, tuple[str, ...]], list[str]] = {}
    for quantity in quantities:
        channel = by_id.get(quantity.channel)
        if channel is None:
            continue
        basis = _basis(quantity.basis, more)
        for figure, needed in _needs(channel, basis, has_diameter=has_diameter):
            missing = tuple(name for name in needed if name not in known)
            if missing:
                found.setdefault((figure, missing), []).append(channel.id)
    return tuple(
        Gap(figure=figure, channels=tuple(names), missing=missing)
        for (figure, missing), names in found.items()
    )


def _known(channels: Collection[Channel], given: Collection[str]) -> set[str]:
    known = {channel.id for channel in channels} | set(given)
    if {"p_baro", "p_static"} <= known:
        known.add("pressure")
    return known


def _basis(identifier: str, more: Mapping[str, JsonValue] | None) -> Basis | None:
    try:
        return basis_of(identifier, more)
    except BasisUnknownError:
        return None  # as measured: nothing is converted


def _needs(
    channel: Channel, basis: Basis | None, *, has_diameter: bool
) -> Iterator[tuple[Figure, tuple[str, ...]]]:
    """Yield each figure and the conditions it rests on."""
    if basis is None:
        return
    per_volume = "/" in channel.unit  # a share such as ppm does not change with T and p
    normalised = {
        "t_gas": per_volume,
        "pressure": per_volume,
        "moisture": basis.dry is not channel.is_dry,
        "o2": basis.o2_ref_pct is not None,
    }
    yield Figure.NORMALISED, tuple(name for name, asked in normalised.items() if asked)
    flow = {
        "velocity": True,
        "diameter": not has_diameter,
        "t_gas": True,
        "pressure": True,
        "moisture": basis.dry,
    }
    yield Figure.MASS_FLOW, tuple(name for name, asked in flow.items() if asked)
