"""What a running session notes by itself: pauses, time between a crash and going on, clocks."""

from collections.abc import Iterable
from dataclasses import replace

from kta_desktop.domain.measurement import OPEN_END, Exclusion, Session
from kta_desktop.formatting import duration
from kta_desktop.i18n import LANGUAGES, N_, _, language

LOST = N_("No readings: connection lost")
INSTANT_S = 0.001  # readings have whole milliseconds: the next moment after one


def exclusion(start: float, end: float, reason: str) -> Exclusion:
    """Return excluded time from Unix seconds."""
    from kta_desktop.measurement.evaluation import iso_of

    return Exclusion(start=iso_of(start), end=iso_of(end), reason=reason)


def closed(session: Session, at: float) -> Session:
    """Return a session whose pause, if one ran when it was kept, ends at a moment (Unix s)."""
    end = exclusion(at, at, "").end
    kept = (replace(item, end=end) if item.end == OPEN_END else item for item in session.exclusions)
    return replace(session, exclusions=tuple(kept))


def bridged(session: Session, last: float | None, now: float) -> Session:
    """Return a session that goes on, without the time since its last reading (Unix seconds)."""
    whole = closed(session, now)
    if last is None:
        return whole
    lost = exclusion(last + INSTANT_S, now, _("Recording was interrupted"))
    return replace(whole, exclusions=(*whole.exclusions, lost))


def with_gaps(
    marked: Iterable[Exclusion], gaps: Iterable[tuple[str, str]]
) -> tuple[Exclusion, ...]:
    """Return exclusions with the gaps of a session (ISO times), in order of time.

    A session that gets further readings after its end is completed again, maybe in another
    language: a gap that was marked before is not marked twice.
    """
    lost = tuple(Exclusion(start=start, end=end, reason=_(LOST)) for start, end in gaps)
    words = {_(LOST, lang) for lang in LANGUAGES}
    kept = (
        item
        for item in marked
        if item.reason not in words
        or not any(gap.start <= item.start and item.end <= gap.end for gap in lost)
    )
    return tuple(sorted((*kept, *lost), key=lambda item: item.start))


def jump_words(seconds: float) -> str:
    """Return how the clock of the computer jumped, in the interface language."""
    length = duration(abs(seconds), language())
    if seconds > 0:
        text = _("The clock of the computer went ahead by {length}, or it slept")
    else:
        text = _("The clock of the computer was set back by {length}; the session keeps its time")
    return text.format(length=length)
