"""What the lines above the table say: start, interval, zone, serial number."""

import re
from collections.abc import Sequence

from kta_desktop.measurement.loggers import moments, names, zones
from kta_desktop.measurement.loggers.model import Order

MOST = 60
"""Facts that are kept."""
_LONGEST = 300  # characters of a line that are looked at
_PAIR = re.compile(r"\s*[#*/]*\s*([^:;=\t|]{1,48}?)\s*(?:[:;=\t|]|  )[:;=\t| ,]*(.*)")
_COMMA_PAIR = re.compile(r"\s*[#*/]*\s*([^,]{1,48}?)\s*,\s*(.*)")
_GAPS = re.compile(r" {2,}|\t|;")
_NAMED = re.compile(r"[^:\d][^:]{0,47}: ?\S")
_SPAN = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d]*)\.?")
_SECONDS = {
    "": 1.0, "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0, "с": 1.0, "сек": 1.0,
    "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0, "м": 60.0, "мин": 60.0, "m": 60.0,
    "h": 3600.0, "hr": 3600.0, "hour": 3600.0, "ч": 3600.0, "час": 3600.0, "ms": 0.001, "мс": 0.001,
    "d": 86_400.0, "day": 86_400.0, "days": 86_400.0, "сут": 86_400.0, "days ": 86_400.0,
    "сағ": 3600.0, "минут": 60.0, "секунд": 1.0, "stunden": 3600.0, "sek": 1.0,
}  # fmt: skip
_STAMP_INSIDE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}[ T,]+\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?"
)
_ZONE_INSIDE = re.compile(r"\b(?:UTC|GMT)\s*([+-]\s*\d{1,2}(?::?\d{2})?)?(?![\w])")


def facts_of(lines: Sequence[tuple[int, str]], delimiter: str) -> tuple[tuple[str, str], ...]:
    """Return what lines say: id of ``logger_names.csv`` or the words as they stand, and value."""
    found = []
    for plain in (part for _, line in lines for part in _parts(line)):
        match = _PAIR.fullmatch(plain)
        if match is None and delimiter == ",":
            match = _COMMA_PAIR.fullmatch(plain)
        if match is None or not match[2].strip():
            continue
        words = match[1].strip()
        found.append((names.fact_of(words) or words, match[2].strip(" ;,\t|")))
    return tuple(found[:MOST])


def _parts(line: str) -> list[str]:
    """Return the pairs of a line: several where wide gaps part them, otherwise the line."""
    plain = line[:_LONGEST].replace('"', "").strip(" ;,\t|")
    parts = [part.strip(" ;,\t|") for part in _GAPS.split(plain)]
    pairs = [part for part in parts if _NAMED.match(part)]
    return parts if len(pairs) > 1 and len(pairs) == len(parts) else [plain]


def start_of(
    facts: Sequence[tuple[str, str]], lines: Sequence[tuple[int, str]], order: Order
) -> str:
    """Return the local ISO time of the start that lines above a table say; empty if none does."""
    known = dict(reversed(facts))
    for name in ("start", "date"):
        found = moments.stamp(known.get(name, ""), order)
        if found is not None:
            return iso(found.seconds)
    day = moments.day(known.get("date", known.get("start", "")), order)
    if day is not None:
        time = moments.clock(known.get("clock", known.get("start", "")))
        return iso(day * moments.DAY + (0.0 if time is None else time.seconds))
    for _, line in lines:
        inside = _STAMP_INSIDE.search(line[:_LONGEST])
        found = None if inside is None else moments.stamp(inside[0], order)
        if found is not None:
            return iso(found.seconds)
    return ""


def iso(seconds: float) -> str:
    """Return local seconds as ISO time without a zone."""
    from datetime import UTC, datetime

    at = datetime.fromtimestamp(round(seconds, 3), UTC).replace(tzinfo=None)
    return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")


def seconds_of(text: str) -> float | None:
    """Return the local seconds of an ISO time or day; None if it is none."""
    stamp = moments.stamp(text, Order.YMD)
    if stamp is not None:
        return stamp.seconds
    day = moments.day(text, Order.YMD)
    return None if day is None else float(day * moments.DAY)


def interval_of(facts: Sequence[tuple[str, str]]) -> float | None:
    """Return the seconds between rows that a fact says; None if none does."""
    for name, value in facts:
        seconds = span_of(value) if name == "interval" else None
        if seconds:
            return seconds
    return None


def span_of(text: str) -> float | None:
    """Return the seconds of ``10 s``, ``1 мин`` or ``00:00:10``; None if it is no span."""
    if ":" in text:
        return moments.elapsed(text)
    found = _SPAN.match(text.strip())
    if found is None:
        return None
    scale = _SECONDS.get(found[2].lower())
    return None if scale is None else float(found[1].replace(",", ".")) * scale


def scale_of(unit: str) -> float | None:
    """Return the seconds of one ``s``, ``мин``, ``h``; None if it is no unit of time."""
    return _SECONDS.get(unit.strip(" .").lower())


def zone_of(facts: Sequence[tuple[str, str]], heading: str) -> str | None:
    """Return the zone that a fact or the heading of the time says; None if neither does."""
    for name, value in facts:
        if name == "zone":
            return _zone(value)
    inside = _ZONE_INSIDE.search(heading)
    return None if inside is None else _zone(inside[0])


def _zone(text: str) -> str | None:
    inside = _ZONE_INSIDE.search(text)
    plain = (inside[0] if inside else text).replace(" ", "")
    return plain if zones.fixed(plain) is not None else None
