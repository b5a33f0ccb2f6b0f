"""Instruments of a session in words: verification and connection of each."""

from dataclasses import replace

from kta_desktop.domain.measurement import Instrument
from kta_desktop.formatting import date
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring_view import LinkState, LinkView, LiveView
from ui.widgets.measure_panels import InstrumentShown
from ui.widgets.measure_scene import clock


def instruments_shown(view: LiveView, today: str) -> list[InstrumentShown]:
    """Return the instruments of a running session; ``today`` is an ISO date."""
    return [_link_shown(link, today) for link in view.links]


def instrument_shown(item: Instrument, today: str) -> InstrumentShown:
    """Return an instrument with its verification as it stands on the ISO date ``today``."""
    name = item.name + (f", № {item.serial}" if item.serial else "")
    until = date(item.verified_until, language())
    if item.is_expired(today):
        said = _("verification expired on {date}").format(date=until)
        return InstrumentShown(tone="er", icon="circle-alert", name=name, detail=said)
    if not item.verified_until:
        said = _("no term of verification was entered")
        return InstrumentShown(tone="wr", icon="triangle-alert", name=name, detail=said)
    said = _("verified until {date}").format(date=until)
    return InstrumentShown(tone="ok", icon="check", name=name, detail=said)


def _link_shown(link: LinkView, today: str) -> InstrumentShown:
    """Return an instrument with what is wrong with its connection before its verification."""
    shown = instrument_shown(link.instrument, today)
    trouble = _trouble(link)
    if not trouble:
        detail = " · ".join(part for part in (shown.detail, link.instrument.connection) if part)
        return replace(shown, detail=detail)
    where = link.instrument.connection
    said = f"{trouble}; {shown.detail}" if shown.tone == "er" else trouble
    is_down = link.state is LinkState.DOWN
    return InstrumentShown(
        tone="er" if is_down or shown.tone == "er" else "wr",
        icon="unplug" if is_down else "triangle-alert",
        name=f"{shown.name} · {where}" if where else shown.name,
        detail=said,
    )


def _trouble(link: LinkView) -> str:
    connection = link.connection
    if connection is None or link.state not in (LinkState.DOWN, LinkState.TROUBLED):
        return ""
    error = "" if connection.error is None else connection.error.sentence()
    if link.state is LinkState.TROUBLED:
        return error
    lost = _("No connection since {time}, readings until then are kept.").format(
        time=clock(connection.since, seconds=False)
    )
    return f"{lost} {error}" if error else f"{lost} " + _("Press F10 to try again now.")
