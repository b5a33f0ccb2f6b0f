"""Which levels a quantity can be held against, and what that asks of a session."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kta_desktop.assessment import levels
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.averaging import rules_of
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.levels import Level
from kta_desktop.domain.measurement import Channel, Quantity
from kta_desktop.forms.state import FormState
from kta_desktop.measurement import units
from kta_desktop.measurement.errors import UnitUnknownError
from kta_desktop.measurement.reference import EU, KZ
from kta_desktop.paths import RESOURCES
from kta_desktop.services.session_plan_places import Limit

_CONCENTRATIONS = frozenset({"mass_concentration", "normal_mass_concentration"})
_MINUTES, _COUNT = 30.0, 3  # three samples of half an hour, where no level asks for something else


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedLevel:
    """A level that a session may be held against.

    Attributes:
        level: What holds for the plant: the level, or the exception in its place.
        id: Of the level of the reference book that a session names.
        holds: Whether the plant is held to it; None while answers that decide it are missing.
    """

    level: Level
    id: str
    holds: bool | None


def levels_for_air(record: AuditRecord, state: FormState) -> tuple[OfferedLevel, ...]:
    """Return the levels of concentrations in waste gas that hold for the plant, or may."""
    named = {
        level
        for section in record.definition.sections
        for place in state.visible(section.name)
        for level in place.question.levels
    }
    found = [
        OfferedLevel(
            level=holding.level or holding.subject,
            id=holding.subject.id,
            holds=holding.applies,
        )
        for holding in levels.standing(record.definition, state)
        if holding.subject is not None
        and holding.applies is not False
        and holding.subject.medium == "air"
        and _is_concentration(holding.subject.unit)
    ]
    return tuple(sorted(found, key=lambda each: (each.holds is None, each.id not in named)))


def fitting(offered: Iterable[OfferedLevel], channel: Channel | None) -> tuple[OfferedLevel, ...]:
    """Return the levels of the substance of a channel; all of them where no channel is known."""
    if channel is None:
        return tuple(offered)
    wanted = (channel.substance or "").casefold()
    return tuple(each for each in offered if (each.level.substance or "").casefold() == wanted)


def related(offered: Iterable[OfferedLevel], channel: Channel | None) -> tuple[OfferedLevel, ...]:
    """Return the levels of what is expressed as the substance of a channel: SOx as SO2.

    An analyser of SO2 tells most of SOx; whether that will do, a person decides.
    """
    wanted = "" if channel is None else (channel.substance or "").casefold()
    found = []
    for each in offered:
        substance = (each.level.substance or "").casefold()
        if wanted and substance != wanted and _expressed().get(substance) == wanted:
            found.append(each)
    return tuple(found)


def quantity(
    channel: Channel, offered: OfferedLevel | None, limit: Limit | None = None
) -> Quantity:
    """Return what is judged if a channel is held against a level, by the level's own rules."""
    level = None if offered is None else offered.level
    rules = rules_of(level.averaging) if level is not None else ()
    first = rules[0] if rules else None
    asked = limit or Limit()
    label = {} if level is None else {lang: level.parameter.get(lang) for lang in _LANGUAGES}
    return Quantity(
        channel=channel.id,
        parameter={lang: text for lang, text in label.items() if text} or dict(channel.label),
        level=None if offered is None else offered.id,
        basis=level.basis[0] if level is not None and level.basis else EU,
        averaging=first.id if first is not None else "",
        minutes=first.minutes if first is not None else _MINUTES,
        count=first.count if first is not None else _COUNT,
        limit=asked.mg_m3,
        limit_g_s=asked.g_s,
    )


def bases_of(level: Level | None) -> tuple[str, ...]:
    """Return the reference conditions that may be chosen: of the level, European, Kazakh."""
    own: Sequence[str] = () if level is None else level.basis
    return tuple(dict.fromkeys((*own, EU, KZ)))


def basis_label(identifier: str, lang: str, own: Mapping[str, JsonValue] | None = None) -> str:
    """Return reference conditions in words; their id where no table has words for them."""
    words = _labels().get(identifier)
    if words is None:
        table: Any = (own or {}).get("bases", ())
        row: Mapping[str, Any] = next((one for one in table if one.get("id") == identifier), {})
        words = {lang: str(row.get(f"label_{lang}") or row.get(lang) or "") for lang in _LANGUAGES}
    return words.get(lang) or words.get("ru") or identifier


_LANGUAGES = ("ru", "kk", "en")


@lru_cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    with (RESOURCES / "reference" / "bases.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: {lang: row[f"label_{lang}"] for lang in _LANGUAGES}
            for row in csv.DictReader(file)
        }


@lru_cache
def _expressed() -> Mapping[str, str]:
    """Return what a substance is expressed as, by ``substances.csv``."""
    with (RESOURCES / "reference" / "substances.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"].casefold(): row["expressed_as"].casefold()
            for row in csv.DictReader(file)
            if row["expressed_as"]
        }


def _is_concentration(unit: str) -> bool:
    try:
        return units.quantity_of(unit) in _CONCENTRATIONS
    except UnitUnknownError:
        return False
