"""What expressions of a form may ask: units, reference conditions, levels."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from kta_desktop.assessment.compare import keeps
from kta_desktop.assessment.levels import in_force
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition, Level
from kta_desktop.errors import KtaError
from kta_desktop.forms.host import Facts
from kta_desktop.forms.state import FormState
from kta_desktop.measurement.normalise import GasState, normalise
from kta_desktop.measurement.reference import EU, basis
from kta_desktop.measurement.units import convert, parse_unit


def filled(definition: Definition, entries: Mapping[str, JsonValue]) -> FormState:
    """Return the state of a form whose expressions know units and levels."""
    return FormState(definition, entries, PackHost(definition))


class PackHost:
    """Units and reference conditions of the program, levels of one definition."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition

    def convert(self, value: Decimal, unit: str, target: str) -> Decimal | None:
        """Return ``value`` in the unit ``target``; None if it cannot be converted.

        Units that say of what they are, such as ``m3/t milk``, convert only to the same.
        """
        try:
            ours, theirs = parse_unit(unit), parse_unit(target)
            if ours.qualifier and theirs.qualifier and ours.qualifier != theirs.qualifier:
                return None
            return convert(value, unit, target)
        except KtaError:
            return None

    def normalise(
        self,
        value: Decimal,
        unit: str,
        o2: Decimal | None,
        o2_ref: Decimal | None,
        moisture: Decimal | None,
        temperature: Decimal | None,
        pressure: Decimal | None,
    ) -> Decimal | None:
        """Return a concentration in mg/Nm3 at 273.15 K and 101.3 kPa, dry; None if it has none.

        Args:
            value: In ``unit``.
            unit: ``mg/m3`` and the like: in the gas as it is. ``mg/Nm3`` and the like: already at
                273.15 K and 101.3 kPa, in dry gas.
            o2: In % by volume of the dry gas.
            o2_ref: Oxygen that the figure is for, in % by volume; None = no correction.
            moisture: In % by volume of the gas that was measured: 0 = it was dried.
            temperature: In °C.
            pressure: Absolute, in kPa.
        """
        base = basis(EU)
        gas = GasState(
            temperature_c=_float(temperature),
            pressure_kpa=_float(pressure),
            moisture_pct=_float(moisture),
            o2_pct=_float(o2),
        )
        target = replace(base, id="norm", o2_ref_pct=_float(o2_ref))
        try:
            found = normalise(float(value), unit, gas, target, wet=True, from_basis=base)
        except KtaError:
            return None
        return Decimal(repr(found.value)) if found.unit == "mg/Nm3" else None

    def in_level(self, concept: str, value: Decimal, scope: Facts | None) -> bool | None:
        """Return whether ``value`` keeps the levels of a concept; None if that is undecided.

        Args:
            concept: Concept of a question that names levels, or the id of a level.
            value: In the unit of that question; of a level, in its own.
            scope: The form whose facts decide which level holds; None = nothing is known.

        What was not read in its source decides nothing, and so does a level that does not hold
        for the plant.
        """
        if scope is None:
            return None
        held = (
            (in_force(self._definition, scope, level.id), unit)
            for level, unit in self._levels(concept)
        )
        answers = {
            keeps(holding, value, unit) for holding, unit in held if holding.level is not None
        }
        return answers.pop() if len(answers) == 1 else None

    def _levels(self, concept: str) -> Iterator[tuple[Level, str | None]]:
        """Yield the levels of a concept, without exceptions, and the unit a figure comes in."""
        levels = {level.id: level for level in self._definition.levels if level.overrides is None}
        if concept in levels:
            yield levels[concept], levels[concept].unit
            return
        for question in self._definition.questions:
            if question.concept == concept:
                for identifier in question.levels:
                    if identifier in levels:
                        yield levels[identifier], question.unit


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
