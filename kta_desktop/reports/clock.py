"""Times of a session as its protocol prints them: with the day where it spans more than one."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Self

from kta_desktop import formatting
from kta_desktop.domain.measurement import Session
from kta_desktop.reports.context import Context


@dataclass(frozen=True, slots=True)
class Clock:
    """How times of one session are printed."""

    lang: str
    zone: tzinfo
    has_days: bool

    @classmethod
    def of(cls, context: Context, session: Session) -> Self:
        """Return the clock of a session on a sheet."""
        lang, zone = context.tongue.first, context.zone
        ends = (session.started_at, session.ended_at or session.started_at)
        days = {formatting.date(at, lang, zone) for at in ends}
        return cls(lang, zone, len(days) > 1)

    def time(self, iso: str, *, seconds: bool = True) -> str:
        """Return an ISO time as it is printed."""
        shown = formatting.datetime_ if self.has_days else formatting.time_
        return shown(iso, self.lang, self.zone, seconds=seconds)

    def span(self, start: str, end: str) -> str:
        """Return from when to when, to the minute; the day once where both lie in it."""
        first = self.time(start, seconds=False)
        last = self.time(end, seconds=False)
        same_day = formatting.date(start, self.lang, self.zone) == formatting.date(
            end, self.lang, self.zone
        )
        if self.has_days and not same_day:
            return f"{first} – {last}"  # a narrow column breaks between the two days
        if self.has_days:
            last = formatting.time_(end, self.lang, self.zone, seconds=False)
        return f"{first}–{last}"
