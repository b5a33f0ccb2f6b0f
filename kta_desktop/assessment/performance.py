"""Environmental performance indicators (ISO 14031): what a plant uses and emits, held to levels."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kta_desktop.assessment.grounds import Ground
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Judgement


class IndicatorKind(StrEnum):
    """What an indicator says."""

    SPECIFIC_CONSUMPTION = "specific_consumption"  # per unit of product or raw material
    SPECIFIC_EMISSION = "specific_emission"
    CONCENTRATION = "concentration"
    MASS_FLOW = "mass_flow"
    EFFICIENCY = "efficiency"  # of abatement or of use, %


class Medium(StrEnum):
    """Where it goes, or what is used."""

    AIR = "air"
    WATER = "water"
    WASTE = "waste"
    ENERGY = "energy"
    WATER_USE = "water_use"
    MATERIALS = "materials"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A limit of the permit beside a figure: no level of a reference book (Code art. 39, 40).

    Attributes:
        limit: The permitted figure, in the unit it was entered in.
        used: Share of it that is used, %; its ``value`` is None where that cannot be said.
        path: Where the limit was entered.
    """

    limit: Figured
    used: Figured
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator of the plant.

    Attributes:
        key: Stable name: ``figure.<path>``, ``session.<id>.<channel>``, ``specific.<id>``; also in
            records, such as the effects of a measure.
        name: What it is.
        where: Unit, source, outlet or stage; may be empty.
        kind: What it says.
        medium: Where it goes.
        substance: Code of ``substances.csv``; empty if none.
        year: Of the figures; None if not stated.
        since: First day of the time they are of; None = that of ``year``.
        figure: Value, uncertainty, formula, terms, what is missing.
        judgement: What it comes to against the level that applies.
        grounds: Why that level applies, or none does.
        permit: Beside a permit limit; None if there is none.
        path: Where it was entered or measured, or what it is mainly made of.
        techniques: Ids of the techniques of its level.
    """

    key: str
    name: Text
    kind: IndicatorKind
    medium: Medium
    figure: Figured
    judgement: Judgement
    where: str = ""
    substance: str = ""
    year: int | None = None
    since: date | None = None
    grounds: tuple[Ground, ...] = ()
    permit: Permit | None = None
    path: str = ""
    techniques: tuple[str, ...] = ()
