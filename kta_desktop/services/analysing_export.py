"""What the analysis of a session shows, as a CSV file that a spreadsheet opens.

Russian and Kazakh: semicolons and decimal commas, as spreadsheets of these languages expect;
English: commas and points. UTF-8 with a mark at the beginning. Before the table stand source,
quantity and reference conditions; every column says its unit.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop import formatting
from kta_desktop.domain.flag import Flag
from kta_desktop.i18n import N_, _
from kta_desktop.packs.reference import bases
from kta_desktop.services.analysing_errors import ExportError
from kta_desktop.storage.files import write_atomically

if TYPE_CHECKING:
    from kta_desktop.measurement.periods import Period
    from kta_desktop.services.analysing_course import Course

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TIME, _AS_MEASURED = N_("Time"), N_("As measured")
_NORMALISED, _ROLLING = N_("Normalised"), N_("Rolling mean, {minutes} min")
_LEFT_OUT = N_("Left out of means")
_SOURCE, _POINT, _WHAT = N_("Emission source"), N_("Sampling point"), N_("Quantity")
_BASIS, _FROM, _TO = N_("Reference conditions"), N_("Beginning"), N_("End")
_MEAN, _U, _CAPTURE = N_("Mean"), N_("U (k = 2)"), N_("Good time, %")
_EXCLUDED = N_("excluded")
_FLAGS = {
    Flag.SATURATED: N_("saturation"),
    Flag.IMPOSSIBLE: N_("impossible values"),
    Flag.PURGE: N_("purge"),
    Flag.WARM_UP: N_("warm-up"),
    Flag.CALIBRATION: N_("calibration"),
    Flag.FAULT: N_("fault"),
}
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language writes tables.

    Attributes:
        between: Stands between cells.
        mark: Decimal mark.
    """

    between: str
    mark: str

    @classmethod
    def of(cls, lang: str) -> "Dialect":
        """Return the dialect of a language."""
        mark = formatting.mark(lang)
        return cls(";" if mark == "," else ",", mark)

    def number(self, value: float) -> str:
        """Return a number with at most eight significant digits; empty for NaN."""
        if value != value:  # noqa: PLR0124 - NaN
            return ""
        return format(value, f".{_DIGITS}g").replace(".", self.mark)


def as_text(words: str) -> str:
    """Return words as a cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def readings(course: "Course", lang: str, start: float, end: float) -> bytes:
    """Return the readings of a course between two moments (Unix s) as a CSV file."""
    dialect = Dialect.of(lang)
    first, stop = (int(place) for place in course.times.searchsorted([start, end]))
    head = [_(_TIME, lang), _with(_AS_MEASURED, course.channel.unit, lang)]
    if not course.is_raw:
        head.append(_with(_NORMALISED, course.unit, lang))
    minutes = formatting.number(course.session.sample_minutes, lang)
    rolling = _(_ROLLING, lang).format(minutes=minutes)
    head += [f"{rolling}, {formatting.unit(course.unit, lang)}", _(_LEFT_OUT, lang)]
    return _file(_about(course, lang), head, _readings(course, first, stop, lang), dialect)


def _readings(course: "Course", first: int, stop: int, lang: str) -> Iterator[list[str]]:
    dialect = Dialect.of(lang)
    for place in range(first, stop):
        row = [_moment(float(course.times[place])), dialect.number(float(course.raw[place]))]
        if not course.is_raw:
            row.append(dialect.number(float(course.values[place])))
        row.append(dialect.number(float(course.mean[place])))
        row.append(_worth(int(course.flags[place]), float(course.seconds[place]), lang))
        yield row


def _worth(flag: int, seconds: float, lang: str) -> str:
    """Return why a reading is in no mean; empty if it is in one."""
    if flag != Flag.GOOD:
        return _(_FLAGS[Flag(flag)], lang)
    return "" if seconds > 0 else _(_EXCLUDED, lang)


def means(
    course: "Course", found: "Iterable[Period]", lang: str, unit_id: str | None = None
) -> bytes:
    """Return means of a course as a CSV file; ``unit_id`` is theirs if it is not the course's."""
    dialect = Dialect.of(lang)
    unit = formatting.unit(unit_id or course.unit, lang)
    head = [
        _(_FROM, lang),
        _(_TO, lang),
        f"{_(_MEAN, lang)}, {unit}",
        f"{_(_U, lang)}, {unit}",
        _(_CAPTURE, lang),
    ]
    rows = (
        [
            _moment(period.start),
            _moment(period.end),
            dialect.number(period.mean),
            dialect.number(period.uncertainty),
            dialect.number(round(period.capture_pct, 1)),
        ]
        for period in found
    )
    return _file(_about(course, lang), head, rows, dialect)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], lang: str) -> bytes:
    """Return a table of words as a CSV file."""
    return _file([], head, ([as_text(cell) for cell in row] for row in rows), Dialect.of(lang))


def save(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all and return its path.

    Raises:
        ExportError: If it cannot be written.
    """
    try:
        write_atomically(path, data)
    except OSError as error:
        raise ExportError(path=path.name) from error
    return path


def _about(course: "Course", lang: str) -> list[tuple[str, str]]:
    """Return what stands above the table: where, what, at which conditions."""
    session = course.session
    label = course.channel.label
    what = label.get(lang) or label.get("ru") or course.channel.id
    found = [(_SOURCE, session.source), (_POINT, session.point), (_WHAT, what)]
    if not course.is_raw:
        row = bases().get(session.basis)
        found.append((_BASIS, session.basis if row is None else row.label.get(lang)))
    return [(_(name, lang), text) for name, text in found]


def _with(name: str, unit: str, lang: str) -> str:
    return f"{_(name, lang)}, {formatting.unit(unit, lang)}"


def _moment(seconds: float) -> str:
    """Return a moment with its zone to the millisecond, as spreadsheets and programs read it."""
    at = datetime.fromtimestamp(round(seconds, 3), UTC).astimezone()
    return at.isoformat(sep=" ", timespec="milliseconds")


def _file(
    about: Iterable[tuple[str, str]],
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    dialect: Dialect,
) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.between, lineterminator="\r\n")
    above = [[as_text(name), as_text(words)] for name, words in about]
    writer.writerows([*above, []] if above else [])
    writer.writerow([as_text(cell) for cell in head])
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
