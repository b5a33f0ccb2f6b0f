"""What happened during a session, in words: time that was left out, events, its raw readings."""

from datetime import datetime

from kta_desktop import formatting
from kta_desktop.domain.measurement import OPEN_END, Exclusion, Session
from kta_desktop.i18n import LANGUAGES, N_, _
from kta_desktop.reports.clock import Clock
from kta_desktop.reports.context import Context
from kta_desktop.reports.protocols.figure import REVERSAL, numbered

LEFT_OUT = N_("Excluded {start}–{end}: {reason}")
LEFT_OUT_MORE = N_("Further excluded stretches: {count}, {length} in all")
EVENT = N_("Event {number}, {time}: {text}")
REVERSALS = N_("Firing reversals: {count}, ticks on the time axis")
RAW = N_("Raw readings, SHA-256: {sha256}")
OWN_REASONS = (N_("No readings: connection lost"), N_("Recording was interrupted"), N_("Pause"))
"""What the program itself excludes time for; stored in the language that was spoken then."""
_GOES_ON = "…"
_MOST_LEFT_OUT = 20  # excluded stretches that are listed one by one


def why(reason: str, lang: str) -> str:
    """Return why time was left out; a reason of the program itself in the language of the sheet."""
    for own in OWN_REASONS:
        if any(reason == _(own, spoken) for spoken in LANGUAGES):
            return _(own, lang)
    return reason


def left_out(context: Context, session: Session) -> list[str]:
    """Return the stretches that no mean uses, each with its reason; many as their sum."""
    tongue, clock = context.tongue, Clock.of(context, session)
    shown, more = session.exclusions[:_MOST_LEFT_OUT], session.exclusions[_MOST_LEFT_OUT:]
    lines = [
        tongue.say(
            LEFT_OUT,
            start=clock.time(item.start),
            end=_GOES_ON if item.end == OPEN_END else clock.time(item.end),
            reason=why(item.reason, tongue.first),
        )
        for item in shown
    ]
    if more:
        length = formatting.duration(sum(_seconds(item, session) for item in more), tongue.first)
        lines.append(tongue.say(LEFT_OUT_MORE, count=str(len(more)), length=length))
    return lines


def happened(context: Context, session: Session) -> list[str]:
    """Return the events with the numbers that they have on the chart, reversals as their count."""
    tongue, clock = context.tongue, Clock.of(context, session)
    events = [
        tongue.say(EVENT, number=str(number), time=clock.time(event.at), text=event.text)
        for number, event in numbered(session)
    ]
    count = sum(event.kind == REVERSAL for event in session.events)
    return events + ([tongue.say(REVERSALS, count=str(count))] if count else [])


def raw_readings(context: Context, session: Session) -> list[str]:
    """Return the hash of the raw readings; nothing while the session runs."""
    if not session.raw_sha256:
        return []
    return [context.tongue.say(RAW, sha256=session.raw_sha256)]


def _seconds(item: Exclusion, session: Session) -> float:
    """Return the length of a stretch; one that runs has none while its session does."""
    until = session.ended_at if item.end == OPEN_END else item.end
    start, end = (datetime.fromisoformat(at) for at in (item.start, until or item.start))
    return (end - start).total_seconds()
