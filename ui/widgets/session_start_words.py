"""The start of a session in words: levels, averaging, what is missing for which figure."""

from collections.abc import Iterable, Mapping, Sequence

from kta_desktop.domain.averaging import Averaging
from kta_desktop.formatting import duration, number
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.session_plan import Channel, Figure, Gap, OfferedLevel, Quantity
from ui.widgets.measure_words import level_words

CONDITION_NAMES: Mapping[str, str] = {
    "t_gas": N_("Gas temperature"),
    "p_static": N_("Static pressure"),
    "p_baro": N_("Barometric pressure"),
    "pressure": N_("Absolute pressure"),
    "moisture": N_("Gas moisture"),
    "o2": N_("Oxygen"),
    "velocity": N_("Gas velocity"),
    "diameter": N_("Duct diameter"),
}
"""Conditions of the gas as fields are called."""
FIGURES: Mapping[Figure, str] = {
    Figure.NORMALISED: N_("No value at reference conditions ({names}): not known are {missing}."),
    Figure.MASS_FLOW: N_("No mass flow in g/s ({names}): not known are {missing}."),
}


def level_name(offered: OfferedLevel) -> str:
    """Return a level as it is chosen: what, how much, which; a question mark if it may not hold."""
    level = offered.level
    parts = [level.parameter.get(language()), level_words(level), offered.id]
    name = " · ".join(part for part in parts if part)
    return f"{name} ?" if offered.holds is None else name


def level_note(offered: OfferedLevel) -> str:
    """Return which process a level is for, and that it is open whether it holds."""
    process = (offered.level.more or {}).get("process")
    words = process.get(language()) if isinstance(process, Mapping) else None
    said = str(words or offered.level.when_text.get(language()) or "")
    if offered.holds is not None:
        return said
    doubt = _("Answers are missing that decide whether it holds for this plant.")
    return f"{said.rstrip('.')}. {doubt}" if said else doubt


def channel_name(channel: Channel) -> str:
    """Return the name of a channel in the interface language."""
    return channel.label.get(language()) or channel.label.get("ru") or channel.id


def averaging_name(rule: Averaging) -> str:
    """Return a way to average in words."""
    lang = language()
    length = duration(rule.minutes * 60, lang)
    if rule.is_block:
        return _("By the clock: {length}").format(length=length)
    return _("{count} samples of {length}").format(
        count=number(str(rule.count), lang), length=length
    )


def gap_words(
    gaps: Iterable[Gap], quantities: Sequence[Quantity], channels: Sequence[Channel]
) -> list[str]:
    """Return what cannot be told, and for want of what, a sentence each."""
    names = {channel.id: channel_name(channel) for channel in channels}
    alone = len(quantities) == 1
    found = []
    for gap in gaps:
        said = ", ".join(names.get(each, each) for each in gap.channels)
        missing = ", ".join(_lower(_(CONDITION_NAMES[each])) for each in gap.missing)
        text = _(FIGURES[gap.figure]).format(names=said, missing=missing)
        found.append(text.replace(f" ({said})", "") if alone else text)
    return found


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
