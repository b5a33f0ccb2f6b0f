"""What a protocol says of a session in words: averaging, gas conditions, source of readings."""

from collections.abc import Iterator, Mapping

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.averaging import rule_of
from kta_desktop.domain.gas import Given
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.i18n import N_, _
from kta_desktop.reports.context import Context, is_of
from kta_desktop.reports.style import para
from kta_desktop.reports.tongue import BETWEEN

SAMPLES_OF = N_("samples: {count}, at least {minutes} min each")
BY_THE_CLOCK = N_("By the clock: {length}")
REVERSALS_OF = N_("firing reversals in each: at least {count}")
MEASURED = N_("measured: {names}")
READ_BY_HAND = N_("read by hand: {names}")
ENTERED = N_("entered by hand: {names}")
DIAMETER = N_("Duct diameter")
OXYGEN_OF_AIR = N_("oxygen of air")
LIVE = N_("live from instruments")
FROM_FILE = N_("from logger files")
FROM_INSTRUMENTS = N_("live from instruments and from logger files")
FILE = N_("{name}, SHA-256: {sha256}")
CONDITION_NAMES: Mapping[str, str] = {
    "t_gas": N_("Gas temperature"),
    "p_static": N_("Static pressure"),
    "p_baro": N_("Barometric pressure"),
    "pressure": N_("Absolute pressure"),
    "moisture": N_("Gas moisture"),
    "o2": N_("Oxygen"),
    "velocity": N_("Gas velocity"),
}
UNITS: Mapping[str, str] = {
    "t_gas": "degC",
    "p_static": "Pa",
    "p_baro": "kPa",
    "pressure": "kPa",
    "moisture": "vol%",
    "o2": "vol%",
    "velocity": "m/s",
}
OWN = "measured_auditor"
"""Class of evidence of what auditors measure, of ``value_origins.csv``."""
_BETWEEN = "; "


def averaging(context: Context, session: Session) -> str:
    """Return how the first quantity of a session is averaged."""
    tongue, lang = context.tongue, context.tongue.first
    rule = rule_of(session.averaging, session.sample_minutes, session.sample_count)
    if rule.is_block:
        words = tongue.say(BY_THE_CLOCK, length=formatting.duration(rule.minutes * 60, lang))
    else:
        minutes = formatting.number(rule.minutes, lang)
        words = tongue.say(SAMPLES_OF, count=str(rule.count), minutes=minutes)
    if session.reversals and not rule.is_block:
        words += _BETWEEN + tongue.say(REVERSALS_OF, count=str(session.reversals))
    return words


def conditions(context: Context, session: Session) -> str:
    """Return which gas conditions were measured, read by hand or entered, these with values."""
    channels = {item.id: item for item in session.channels}
    told = [channels[name] for name in CONDITION_NAMES if name in channels]
    names: dict[str, list[str]] = {
        MEASURED: [_name(context, item) for item in told if not item.is_manual],
        READ_BY_HAND: [_name(context, item) for item in told if item.is_manual],
        ENTERED: list(_entered(context, session, channels)),
    }
    return _BETWEEN.join(
        context.tongue.say(message, names=", ".join(found))
        for message, found in names.items()
        if found
    )


def _name(context: Context, channel: Channel) -> str:
    return lowered(_(CONDITION_NAMES[channel.id], context.tongue.first))


def _entered(context: Context, session: Session, channels: Mapping[str, Channel]) -> Iterator[str]:
    lang = context.tongue.first
    for name, words in CONDITION_NAMES.items():
        if name in session.given and name not in channels:
            yield f"{lowered(_(words, lang))} {given_value(session.given[name], UNITS[name], lang)}"
    if session.diameter_m is not None:
        size = formatting.quantity(session.diameter_m, "m", lang)
        yield f"{lowered(_(DIAMETER, lang))} {size}"


def given_value(given: Given, unit: str, lang: str) -> str:
    """Return a condition that was entered once, with its U and unit."""
    if not given.u:
        return formatting.quantity(given.value, unit, lang)
    value, spread = (formatting.number(each, lang) for each in (given.value, given.u))
    return f"{value} ± {spread}{formatting.NBSP}{formatting.unit(unit, lang)}"


def source_of_readings(context: Context, session: Session) -> str:
    """Return whether instruments were read live or their files."""
    is_file = session.recorded == "file"
    both = FROM_INSTRUMENTS if session.files else LIVE
    return context.tongue.word(FROM_FILE if is_file else both)


def is_own(session: Session) -> bool:
    """Whether an auditor measured, and not a laboratory, the plant or its monitoring system."""
    return session.evidence_class == OWN


def measurer(context: Context, path: str, session: Session) -> str:
    """Return who of the team measured the session at ``path``; empty if that is not known.

    Where others measured than auditors their names are not known. In a team of one it was that
    one, else who wrote it last.
    """
    team = context.record.team
    if not is_own(session):
        return ""
    if len(team) == 1:
        return team[0].name
    marks = [mark for at, mark in context.authorship.items() if is_of(at, path)]
    last = max(marks, key=lambda mark: mark.at, default=None)
    return next((one.name for one in team if last is not None and one.id == last.author), "")


def file_names(context: Context, session: Session) -> Mapping[str, str]:
    """Return the names of the logger files that are known, by hash."""
    read = [item.connection for item in session.instruments if item.connection]
    is_paired = session.recorded == "file" and len(read) == len(session.files)
    names = dict(zip(session.files, read, strict=True)) if is_paired else {}
    return names | {
        str(value.get("sha256")): str(value.get("name", ""))
        for path, value in context.record.entries.items()
        if "#evidence:" in path and isinstance(value, Mapping)
    }


def files(context: Context, session: Session) -> list[str]:
    """Return the logger files with their hashes, by name where that is known."""
    names = file_names(context, session)
    return [
        context.tongue.say(FILE, name=name, sha256=sha256)
        if (name := names.get(sha256))
        else f"SHA-256: {sha256}"
        for sha256 in session.files
    ]


def sentences(context: Context, message: str, look: str = "small") -> list[Flowable]:
    """Return a sentence of the program in each language, under each other."""
    return [para(_(message, lang), look) for lang in context.tongue.languages]


def lowered(text: str) -> str:
    """Return words as they stand within a sentence, in each language."""
    return BETWEEN.join(part[:1].lower() + part[1:] for part in text.split(BETWEEN))
