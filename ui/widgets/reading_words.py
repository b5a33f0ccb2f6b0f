"""Readings of a test in words, with the names that their profile gives them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring import InstrumentProfile
from ui.widgets.readings_list import ReadingShown

if TYPE_CHECKING:
    from kta_desktop.services.instruments import Reading


class _Named(Protocol):
    """What has an id and names by language: a register, a field of a line, a typed entry."""

    @property
    def channel(self) -> str: ...
    @property
    def label(self) -> Mapping[str, str]: ...


def entry_name(entry: _Named) -> str:
    """Return the name of a channel of a profile in the interface language."""
    return entry.label.get(language()) or entry.label.get("ru") or entry.channel


def readings_shown(
    profile: InstrumentProfile, readings: "Sequence[Reading]", error: KtaError | None = None
) -> list[ReadingShown]:
    """Return what an instrument told; one line that says why where it told nothing at all."""
    if error is not None:
        return [ReadingShown(name=_("Instrument"), unit="", value=None, error=error.sentence())]
    entries = {entry.channel: entry for entry in profile.told}
    return [
        ReadingShown(
            name=entry_name(entries[each.channel]),
            unit=entries[each.channel].unit,
            value=each.value,
            flag=each.flag,
            raw=each.raw,
            error="" if each.error is None else each.error.sentence(),
        )
        for each in readings
        if each.channel in entries
    ]
