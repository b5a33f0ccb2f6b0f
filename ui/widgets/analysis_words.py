"""A session that is looked at again, in words: names, statistics, means, differences."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.domain.verdict import Verdict
from kta_desktop.formatting import (
    NBSP,
    NOTHING,
    date,
    datetime_,
    duration,
    number,
    percent,
    places_of,
    time_,
    unit,
    with_uncertainty,
)
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import packs
from kta_desktop.services.analysing import Analysed, Compared, Differs

if TYPE_CHECKING:
    from kta_desktop.services.analysing_periods import Period

Pairs = tuple[tuple[str, str], ...]
_DAY_S = 86_400.0
MEAN_UNIT = "mg/Nm3"

DIFFERS: Mapping[Differs, str] = {
    Differs.QUANTITY: N_("another quantity"),
    Differs.BASIS: N_("other reference conditions"),
    Differs.AVERAGING: N_("other averaging"),
    Differs.LOAD: N_("other load"),
    Differs.INSTRUMENT: N_("other instrument"),
}
_ARTICLE: Mapping[Verdict, str] = {
    Verdict.EXCEEDS: N_("above the standard"),
    Verdict.MEETS: N_("within the standard"),
    Verdict.NOT_DISTINGUISHABLE: N_("not distinguishable (U)"),
    Verdict.NOT_COMPARED: N_("no complete mean"),
}


def iso(seconds: float) -> str:
    """Return Unix seconds as an ISO time in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def named(label: Mapping[str, str], instead: str = "") -> str:
    """Return a text by language in that of the interface."""
    return label.get(language()) or label.get("ru") or label.get("en") or instead


def channel_of(session: Session, identifier: str) -> Channel | None:
    """Return a channel of a session; None if it has none of this id."""
    return next((item for item in session.channels if item.id == identifier), None)


def channel_name(session: Session, identifier: str) -> str:
    """Return a channel with its unit."""
    channel = channel_of(session, identifier)
    if channel is None:
        return identifier
    symbol = unit(channel.unit, language())
    return f"{named(channel.label, channel.id)}, {symbol}"


def course_name(found: Analysed) -> str:
    """Return what a course shows, with the unit of its values."""
    channel = found.course.channel
    return f"{named(channel.label, channel.id)}, {unit(found.course.unit, language())}"


def basis_words(found: Analysed) -> str:
    """Return the reference conditions of a course; empty if it is as measured."""
    if found.course.is_raw:
        return ""
    row = packs.bases().get(found.course.session.basis)
    return found.course.session.basis if row is None else row.label.get(language())


def session_name(session: Session) -> str:
    """Return a session in short: day and time, source."""
    when = datetime_(session.started_at, language(), seconds=False)
    return " · ".join(part for part in (when, session.source) if part)


def session_title(session: Session) -> str:
    """Return a session as a list names it: day and time, source, what was measured."""
    return " · ".join(part for part in (session_name(session), named(session.parameter)) if part)


def mean_words(session: Session) -> str:
    """Return the mean of the samples of a session of one quantity; a dash without one."""
    if session.mean is None:
        return NOTHING
    return with_uncertainty(session.mean, session.uncertainty or 0.0, language())


def statistics_shown(found: Analysed) -> Pairs:
    """Return the statistics of a course: label and figures."""
    stats, lang = found.statistics, language()
    if stats is None:
        return ()
    symbol = f"{NBSP}{unit(found.course.unit, lang)}"
    places = places_of(stats.uncertainty or stats.deviation or 1.0)

    def told(value: float) -> str:
        return number(value, lang, places)

    mean = (
        told(stats.mean)
        if not stats.uncertainty
        else with_uncertainty(stats.mean, stats.uncertainty, lang)
    )
    low, quarter, median, three, high = stats.percentiles
    pairs = [
        (_("Readings in means"), number(str(stats.count), lang)),
        (_("Good time"), f"{duration(stats.good_s, lang)} ({percent(stats.capture_pct, lang, 0)})"),
        (_("Mean ± U (k = 2)"), mean + symbol),
        (_("Median"), told(median) + symbol),
        (_("Percentiles 25–75"), f"{told(quarter)}–{told(three)}{symbol}"),
        (_("Percentiles 5–95"), f"{told(low)}–{told(high)}{symbol}"),
        (_("Least and greatest"), f"{told(stats.lowest)}–{told(stats.highest)}{symbol}"),
        (_("Standard deviation (process)"), told(stats.deviation) + symbol),
    ]
    if stats.above is not None and found.bound is not None:
        name = _("Time above {bound}").format(bound=number(found.bound, lang))
        pairs.append((name, percent(100 * stats.above, lang, 1)))
    return tuple(pairs)


def histogram_lines(found: Analysed) -> tuple[tuple[str, str], ...]:
    """Return the bins of a histogram: from–to and share of good time."""
    spread, lang = found.histogram, language()
    if spread is None:
        return ()
    edges = spread.edges
    return tuple(
        (
            f"{number(edges[place], lang)}–{number(edges[place + 1], lang)}",
            percent(100 * share, lang, 1),
        )
        for place, share in enumerate(spread.shares)
    )


def profile_lines(found: Analysed) -> tuple[tuple[str, ...], ...]:
    """Return the hours of the day: hour, mean, 10 and 90 %, good time."""
    lang = language()
    spread = found.statistics.deviation if found.statistics is not None else 1.0
    places = places_of(spread or 1.0)
    return tuple(
        (
            f"{hour.hour:02d}:00–{(hour.hour + 1) % 24:02d}:00",
            number(hour.mean, lang, places),
            f"{number(hour.low, lang, places)}–{number(hour.high, lang, places)}",
            duration(hour.good_s, lang),
        )
        for hour in found.hours
    )


def period_words(period: "Period", *, is_day: bool, is_long: bool) -> str:
    """Return the time of a half hour or day; ``is_long``: of which of several days it is."""
    lang = language()
    day = date(iso(period.start), lang)
    if is_day:
        return day
    start, end = iso(period.start), iso(period.end)
    clock = f"{time_(start, lang, seconds=False)}–{time_(end, lang, seconds=False)}"
    return f"{day} {clock}" if is_long else clock


def article_words(found: Analysed) -> str:
    """Return what the emission standard comes to, or why it is not looked at."""
    if found.course.is_raw:
        return ""
    article = found.article
    if article is None:
        return _("No emission limit was entered for this session: Code art. 202 is not applied.")
    verdict = _(_ARTICLE[article.verdict])
    parts = [_("Code art. 202 at 293.15 K, dry: {verdict}").format(verdict=verdict)]
    rules = (
        (_("days above {limit} mg/m³: {above} of {all}"), article.days),
        (_("half hours at {limit} mg/m³ or more: {above} of {all}"), article.halves),
        (_("hours above {limit} g/s: {above} of {all}"), article.hours),
    )
    parts += [
        text.format(limit=number(rule.bound, language()), above=len(rule.above), all=rule.complete)
        for text, rule in rules
        if rule is not None
    ]
    return "; ".join(parts)


def differs_words(compared: Compared) -> str:
    """Return what makes a session hard to compare; empty if nothing does."""
    return ", ".join(_(DIFFERS[each]) for each in compared.differs)


def difference_words(compared: Compared, *, is_first: bool) -> str:
    """Return the difference of a mean with its U, and whether it is beyond."""
    if is_first:
        return _("the first one")
    if compared.difference is None or compared.combined is None:
        return _("not compared")
    told = with_uncertainty(compared.difference, compared.combined, language())
    sign = "+" if compared.difference > 0 else ""
    word = _("beyond U") if compared.is_beyond else _("within U")
    return f"{sign}{told}\n{word}"


def summary_words(found: Analysed) -> str:
    """Return a look at a session in one sentence, for a screen reader and the head."""
    stats, lang = found.statistics, language()
    if stats is None:
        why = found.course.reason
        return _("No good readings.") if why is None else why.sentence()
    symbol = unit(found.course.unit, lang)
    mean = with_uncertainty(stats.mean, stats.uncertainty or stats.deviation, lang)
    if not stats.uncertainty:
        mean = number(stats.mean, lang, places_of(stats.deviation or 1.0))
    return _("Mean {mean} {unit}, good time {share}").format(
        mean=mean, unit=symbol, share=percent(stats.capture_pct, lang, 0)
    )
