"""Words for what was understood of a logger file."""

from collections.abc import Iterator

from kta_desktop import formatting
from kta_desktop.formatting import number
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.logger_looking import (
    SPACES,
    Account,
    ColumnCount,
    Order,
    Role,
    Understanding,
)
from ui.models.logger_import import LoggerFile

ROLES = {
    Role.VALUE: N_("readings"),
    Role.STATUS: N_("state of the instrument"),
    Role.STAMP: N_("date and time"),
    Role.DATE: N_("date"),
    Role.CLOCK: N_("time of day"),
    Role.ELAPSED: N_("time since the start"),
    Role.UNIX: N_("Unix time"),
    Role.SERIAL: N_("days as in a workbook"),
    Role.IGNORED: N_("not read"),
}
ORDERS = {
    Order.DMY: N_("day, month, year"),
    Order.MDY: N_("month, day, year"),
    Order.YMD: N_("year, month, day"),
}
DELIMITERS = {
    ";": N_("semicolon"),
    ",": N_("comma"),
    "\t": N_("tab"),
    "|": N_("vertical bar"),
    SPACES: N_("two spaces or more"),
    " ": N_("spaces"),
}
MARKS = {",": N_("comma"), ".": N_("point")}
_FACTS = {
    "instrument": N_("Instrument"),
    "serial": N_("Serial number"),
    "place": N_("Place"),
    "operator": N_("Operator"),
    "start": N_("Start"),
    "interval": N_("Interval"),
}
_SAID_BY = {
    "file": N_("{zone}, said by the file"),
    "person": N_("{zone}, chosen"),
    "default": N_("{zone}, assumed"),
}


def account_words(account: Account) -> str:
    """Return where every line of a file went: the sum on the left is that on the right."""
    lang = language()
    kinds = (
        (_("read {count}"), account.read),
        (_("rejected {count}"), account.rejected),
        (_("heading {count}"), account.header),
        (_("above the table {count}"), account.preamble),
        (_("empty {count}"), account.blank),
        (_("below the table {count}"), account.footer),
    )
    first = (0, 1)  # read and rejected are told even where there are none
    parts = [
        text.format(count=number(count, lang))
        for place, (text, count) in enumerate(kinds)
        if count or place in first
    ]
    lines = _("{count} lines in all").format(count=number(account.lines, lang))
    return f"{lines} = {' + '.join(parts)}"


def span_words(account: Account) -> str:
    """Return the time from the first reading to the last; empty without readings."""
    if account.first is None or account.last is None:
        return ""
    lang = language()
    ends = [formatting.datetime_(_iso(each), lang) for each in (account.first, account.last)]
    words = " – ".join(ends)
    if account.backward:
        back = _("{span}; {count} back in time, sorted on import")
        return back.format(span=words, count=number(account.backward, lang))
    return words


def file_state(file: LoggerFile) -> tuple[str, tuple[str, str]]:
    """Return the state of a file in words, and its picture with its tone."""
    lang = language()
    if file.error is not None:
        open_ = file.look is not None
        words = _("a question is open") if open_ else _("cannot be read")
        return words, ("circle-help", "wr") if open_ else ("circle-alert", "er")
    account = file.account
    if account is None:
        share = formatting.percent(round(100 * file.fraction), lang)
        return _("being read, {share}").format(share=share), ("hourglass", "tx3")
    if not account.read:
        return _("nothing to read"), ("circle-alert", "er")
    words = _("rows {count}").format(count=number(account.read, lang))
    if account.rejected:
        more = _("{read}, rejected {count}")
        words = more.format(read=words, count=number(account.rejected, lang))
        return words, ("triangle-alert", "wr")
    return words, ("circle-check", "ok")


def facts(found: Understanding) -> Iterator[tuple[str, str]]:
    """Yield name and value of what was understood of the whole file."""
    if found.kind == "sheet":
        yield _("Sheet"), found.sheet
    else:
        yield _("Encoding"), found.encoding
        yield _("Columns are divided by"), delimiter_words(found.delimiter)
    yield _("Decimal mark"), _(MARKS[found.numbers.decimal])
    lines = ", ".join(map(str, found.header_lines))
    yield _("Lines of the heading"), lines or _("none")
    yield _("First line of readings"), str(found.first_line)
    names = [_column_name(found, at) for at in found.time.columns]
    time = f"{' + '.join(names)} ({_(ROLES[found.time.role])})" if names else _("counted rows")
    yield _("Time"), time
    if found.time.role in {Role.STAMP, Role.DATE}:
        yield _("Order of dates"), _(ORDERS[found.time.order])
    yield _("Time zone"), _(_SAID_BY[found.time.zone_said_by]).format(zone=found.time.zone)
    for fact, value in found.facts:
        if fact in _FACTS:
            yield _(_FACTS[fact]), value


def delimiter_words(delimiter: str) -> str:
    """Return the name of what stands between columns."""
    return _(DELIMITERS[delimiter]) if delimiter in DELIMITERS else delimiter


def range_words(count: ColumnCount | None) -> str:
    """Return the least and the greatest good value of a column; a dash without."""
    if count is None or count.lowest is None or count.highest is None:
        return "—"
    lang = language()
    return f"{number(count.lowest, lang)} – {number(count.highest, lang)}"


def _column_name(found: Understanding, place: int) -> str:
    return found.columns[place].name or _("column {number}").format(number=place + 1)


def _iso(seconds: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat()
