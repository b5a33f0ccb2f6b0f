"""What a conversion begins with: read from options, a line of a batch, or the fields of a dialog.

One name for one thing everywhere: the option ``--o2-ref`` is ``o2_ref`` in a batch and in a dialog.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kta_desktop.domain.gas import Basis
from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import (
    BasisUnknownError,
    ConditionImpossibleError,
    FieldUnknownError,
    FieldWrongError,
)
from kta_desktop.measurement.flows import Duct
from kta_desktop.measurement.gas import GasState, absolute_pressure, dry_oxygen
from kta_desktop.measurement.reference import EU, KZ, bases, basis, molar_mass, same_conditions
from kta_desktop.measurement.steps import numeral
from kta_desktop.measurement.units import written

_UNCERTAIN = ("u", "u_pct", "u_temperature", "u_pressure", "u_moisture", "u_o2", "u_flow_pct",
              "u_velocity")  # fmt: skip
NUMBERS = ("value", "temperature", "pressure", "barometric", "static", "moisture", "o2", "o2_wet",
           "o2_ref", "o2_air", "from_o2_ref", "flow", "velocity", "diameter", "width", "height",
           "hours", "throughput", *_UNCERTAIN)  # fmt: skip
TEXTS = ("unit", "substance", "as", "basis", "from_basis", "to", "heating", "flow_unit")
FLAGS = ("wet", "flow_dry")
HEATINGS = ("air", "oxy-fuel", "electric")
_SHORT = {"eu": EU, "kz": KZ}
_NOT_NEGATIVE = ("flow", "velocity", "hours", *_UNCERTAIN)
_QUANTITIES = {"flow": "flow", "velocity": "velocity", "hours": "hours"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowGiven:
    """The flow that a mass flow is to be worked out with: as a figure, or by velocity and duct.

    Attributes:
        value: The flow in ``unit``, or the velocity in m/s.
        unit: Of the flow; ``m/s`` for a velocity.
        dry: Whether the flow is that of dry gas; in a duct it is wet.
        duct: For a velocity; None if it is not known.
        u: U (k = 2) of the value, same unit.
    """

    value: float
    unit: str
    dry: bool
    duct: Duct | None = None
    u: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One figure and what is known about it.

    Attributes:
        value: In ``unit``; the first of several samples.
        more: The further samples, whose mean is wanted.
        unit: Id of the unit.
        below_lod: Whether the value is a detection limit that was not reached.
        substance: Id or formula of what was measured; empty if it is not said.
        counted_as: Id or formula of what the mass is counted as; empty for the substance itself.
        wet: Whether the figure is for wet gas.
        gas: Conditions.
        basis: Where to.
        from_basis: Conditions of a figure in Nm3; None = not said.
        to: Id of the unit wanted; empty for that of the basis.
        heating: One of ``HEATINGS``.
        u: U (k = 2) of the figure in ``unit``.
        u_rel: The same as a share of the figure; both add as squares.
        flow: None if only a concentration is asked for.
        hours: Of operation, for a mass; None = not said.
        throughput_t_h: Of product; None = not said.
    """

    value: float
    more: tuple[float, ...]
    unit: str
    below_lod: bool
    substance: str
    counted_as: str
    wet: bool
    gas: GasState
    basis: Basis
    from_basis: Basis | None
    to: str
    heating: str
    u: float
    u_rel: float
    flow: FlowGiven | None
    hours: float | None
    throughput_t_h: float | None


def question(fields: Mapping[str, Any]) -> Question:
    """Return what is asked by fields of the names above; None and empty ones are not given.

    Numbers may be texts with a decimal comma; ``value`` may be ``<2.5``: below that detection
    limit; or ``240; 250; 260``: samples whose mean is wanted.

    Raises:
        FieldUnknownError, FieldWrongError: If a field is none, or cannot be read.
        UnitUnknownError, SubstanceUnknownError, BasisUnknownError: If a name is not in its list.
        ConditionImpossibleError: If a number is none that its quantity can have.
    """
    for name in fields:
        if name not in (*NUMBERS, *TEXTS, *FLAGS):
            raise FieldUnknownError(where=str(name)[:80])
    texts = {name: _text(name, fields.get(name)) for name in TEXTS}
    flags = {name: _flag(name, fields.get(name)) for name in FLAGS}
    below_lod, fields = _limit(fields)
    fields, more = _samples(fields)
    known = {name: number(name, fields.get(name)) for name in NUMBERS}
    value = known["value"]
    if value is None or not texts["unit"]:
        raise FieldWrongError(where="unit" if value is not None else "value", value="—")
    _check(known)
    if texts["heating"] not in ("", *HEATINGS):
        raise FieldWrongError(where="heating", value=texts["heating"])
    for name in ("substance", "as"):
        if texts[name]:
            molar_mass_or_none(texts[name])
    return Question(
        value=value,
        more=more,
        unit=unit_of(texts["unit"]),
        below_lod=below_lod,
        substance=texts["substance"],
        counted_as=texts["as"],
        wet=flags["wet"],
        gas=_gas(known),
        basis=_basis(texts["basis"] or "eu", known["o2_ref"], known["o2_air"]),
        from_basis=_origin(texts["from_basis"], known),
        to=unit_of(texts["to"]) if texts["to"] else "",
        heating=texts["heating"] or "air",
        u=known["u"] or 0.0,
        u_rel=(known["u_pct"] or 0.0) / 100,
        flow=_flow(known, texts["flow_unit"], dry=flags["flow_dry"]),
        hours=known["hours"],
        throughput_t_h=known["throughput"],
    )


def unit_of(text: str) -> str:
    """Return the id of a written unit; ``%`` is a share of the volume here.

    Raises:
        UnitUnknownError: If it is none.
    """
    return "vol%" if text.strip() == "%" else written(text)


def molar_mass_or_none(substance: str) -> float | None:
    """Return the molar mass; None for a substance of the list that has none, such as dust.

    Raises:
        SubstanceUnknownError: If it is not in the list of substances.
    """
    from kta_desktop.measurement.reference import is_substance

    try:
        return molar_mass(substance)
    except KtaError:
        if is_substance(substance):
            return None
        raise


def number(name: str, given: object) -> float | None:
    """Return a number as given or written; None if there is none.

    Raises:
        FieldWrongError: If it is something else.
        ConditionImpossibleError: If it is not finite.
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal | str):
        raise FieldWrongError(where=name, value=str(given)[:40])
    try:
        found = float(_plain(given) if isinstance(given, str) else given)
    except (ValueError, OverflowError) as error:
        raise FieldWrongError(where=name, value=str(given)[:40]) from error
    if not math.isfinite(found):
        raise FieldWrongError(where=name, value=numeral(found))
    return found


def _plain(text: str) -> str:
    """Return a typed number as Python reads it; signs it would read otherwise are refused."""
    plain = "".join(text.split()).replace(",", ".").replace("−", "-")
    if "_" in plain:
        raise ValueError(text)
    return plain


def _text(name: str, given: object) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise FieldWrongError(where=name, value=str(given)[:40])
    return given.strip()


def _flag(name: str, given: object) -> bool:
    if not isinstance(given, bool | None):
        raise FieldWrongError(where=name, value=str(given)[:40])
    return bool(given)


def _limit(fields: Mapping[str, Any]) -> tuple[bool, Mapping[str, Any]]:
    """Return whether the value is written as ``<2.5``, and the fields with the plain number."""
    value = fields.get("value")
    if isinstance(value, str) and value.strip().startswith("<"):
        return True, {**fields, "value": value.strip()[1:]}
    return False, fields


def _samples(fields: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[float, ...]]:
    """Return the fields with the first of several samples as the value, and the further ones."""
    value = fields.get("value")
    if not isinstance(value, str) or ";" not in value:
        return fields, ()
    first, *rest = value.split(";")
    more = [number("value", each) for each in rest]
    if any(each is None or each < 0 for each in more):
        raise FieldWrongError(where="value", value=value.strip()[:40])
    return {**fields, "value": first}, tuple(each for each in more if each is not None)


def _check(known: Mapping[str, float | None]) -> None:
    """Refuse numbers that their quantity cannot have, also where no step will need them."""
    if (known["value"] or 0.0) < 0:
        raise ConditionImpossibleError(quantity="value", value=numeral(known["value"] or 0.0))
    for name in _NOT_NEGATIVE:
        found = known[name]
        if found is not None and found < 0:
            quantity = _QUANTITIES.get(name, "uncertainty")
            raise ConditionImpossibleError(quantity=quantity, value=numeral(found))
    air = known["o2_air"]
    if air is not None and not 20 <= air <= 22:
        raise ConditionImpossibleError(quantity="o2_air", value=numeral(air))
    for name in ("o2_ref", "from_o2_ref"):
        reference = known[name]
        if reference is not None and not 0 <= reference <= 20:
            raise ConditionImpossibleError(quantity="o2_ref", value=numeral(reference))


def _gas(known: Mapping[str, float | None]) -> GasState:
    pressure = known["pressure"]
    if pressure is None and known["barometric"] is not None:
        pressure = absolute_pressure(known["barometric"], known["static"] or 0.0)
    oxygen = known["o2"]
    if oxygen is None and known["o2_wet"] is not None:
        oxygen = dry_oxygen(known["o2_wet"], math.nan if known["moisture"] is None
                            else known["moisture"])  # fmt: skip
    gas = GasState(
        temperature_c=known["temperature"],
        pressure_kpa=pressure,
        moisture_pct=known["moisture"],
        o2_pct=oxygen,
        u_temperature=known["u_temperature"] or 0.0,
        u_pressure=known["u_pressure"] or 0.0,
        u_moisture=known["u_moisture"] or 0.0,
        u_o2=known["u_o2"] or 0.0,
    )
    gas.check()
    return gas


def _basis(name: str, o2_ref: float | None, o2_air: float | None) -> Basis:
    """Return reference conditions by ``eu``, ``kz`` or an id, with the oxygen that is asked for."""
    from dataclasses import replace

    found = basis(_SHORT.get(name.casefold(), name))
    if o2_ref is not None:
        found = replace(found, o2_ref_pct=o2_ref)
    if o2_air is not None:
        found = replace(found, o2_air_pct=o2_air)
    own = next((each for each in bases().values() if same_conditions(each, found)), None)
    return found if own is None else replace(found, id=own.id)


def _origin(name: str, known: Mapping[str, float | None]) -> Basis | None:
    if name:
        return _basis(name, known["from_o2_ref"], known["o2_air"])
    if known["from_o2_ref"] is not None:
        raise BasisUnknownError(basis="")
    return None


def _flow(known: Mapping[str, float | None], unit: str, *, dry: bool) -> FlowGiven | None:
    if known["flow"] is not None:
        u = known["flow"] * (known["u_flow_pct"] or 0.0) / 100
        return FlowGiven(value=known["flow"], unit=unit_of(unit or "m3/s"), dry=dry, u=u)
    if known["velocity"] is None:
        return None
    round_, sides = known["diameter"], (known["width"], known["height"])
    duct = None
    if round_ is not None or None not in sides:
        duct = Duct(diameter_m=round_, width_m=sides[0], height_m=sides[1])
    u = known["u_velocity"] or 0.0
    return FlowGiven(value=known["velocity"], unit="m/s", dry=dry, duct=duct, u=u)
