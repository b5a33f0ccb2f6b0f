"""What a session is begun with: the level, its channel and averaging, days as they are typed."""

from collections.abc import Mapping
from datetime import date as day

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Level
from kta_desktop.services import filling, judging
from kta_desktop.services.measuring import InstrumentProfile

DEFAULT_MINUTES = 30
DEFAULT_SAMPLES = 3
DUST: Mapping[str, str] = {"ru": "Пыль", "kk": "Шаң", "en": "Dust"}


def fitting_levels(record: AuditRecord) -> list[Level]:
    """Return the levels for air: those in force for this plant first, then the undecided ones."""
    state = filling.form(record.definition, record.entries)
    named = {
        level
        for section in record.definition.sections
        for place in state.visible(section.name)
        for level in place.question.levels
    }

    def distance(level: Level) -> int:
        holding = judging.level_in_force(record, level.id, state)
        if holding.level is None:
            return 3
        if holding.reason is not None:
            return 2
        return 0 if level.id in named else 1

    levels = record.definition.levels
    air = [level for level in levels if level.medium == "air" and level.overrides is None]
    return sorted(air, key=distance)


def main_channel(profile: InstrumentProfile, level: Level | None) -> str:
    """Return the channel that is held against ``level``: the one of its substance."""
    substance = level.substance if level is not None else None
    measured = [register for register in profile.registers if register.substance]
    fitting = [register for register in measured if register.substance == substance]
    return next((item.channel for item in [*fitting, *measured, *profile.registers]), "")


def averaging_of(level: Level | None) -> tuple[int, int]:
    """Return minutes of a sample and number of samples that a level asks for."""
    spot = any("30min" in name for name in level.averaging) if level is not None else True
    return (DEFAULT_MINUTES, DEFAULT_SAMPLES) if spot else (60, 1)


def parameter_of(level: Level | None) -> dict[str, str]:
    """Return what is measured, by language."""
    if level is None:
        return dict(DUST)
    return {lang: level.parameter.get(lang) for lang in ("ru", "kk", "en")}


def iso_day(text: str) -> str | None:
    """Return ``14.03.2027`` or an ISO date as an ISO date; None if it is neither."""
    parts = text.split(".")
    try:
        if len(parts) == 3:
            return day(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
        return day.fromisoformat(text).isoformat()
    except ValueError:
        return None
