"""Whatever is written is read back; whatever the bytes, nothing crashes and no line is lost."""

import math
import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.errors import KtaError
from kta_desktop.measurement.loggers import read, understand

CORPUS = Path(__file__).parents[2] / "files" / "loggers"
ENCODINGS = {
    "utf-8": b"",
    "utf-8 with mark": b"\xef\xbb\xbf",
    "utf-16-le": b"",
    "utf-16-le with mark": b"\xff\xfe",
    "utf-16-be": b"",
    "utf-16-be with mark": b"\xfe\xff",
    "cp1251": b"",
    "cp866": b"",
}
STAMPS = {
    "%d.%m.%Y %H:%M:%S": "stamp",
    "%d.%m.%y %H:%M": "stamp",
    "%Y-%m-%d %H:%M:%S": "stamp",
    "%Y-%m-%dT%H:%M:%S+05:00": "stamp",
    "%d/%m/%Y %H:%M:%S": "stamp",
    "%m/%d/%Y %I:%M:%S %p": "stamp",
    "%Y/%m/%d|%H:%M:%S": "date",
    "%d.%m.%Y|%H:%M:%S": "date",
    "%d-%b-%Y|%H:%M": "date",
}
HEADERS = ("none", "one", "units below", "units inside", "preamble")
QUIET = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def written(value, decimal):
    return value.replace(".", decimal)


def heading(form, delimiter, form_of_time):
    times = ["Дата", "Время"] if form_of_time == "date" else ["Дата и время"]
    if form == "units below":
        yield delimiter.join([*times, "NOx", "Темп. газа"])
        yield delimiter.join(["" for _ in times] + ["мг/м3", "град.C"])
    elif form != "none":
        if form == "preamble":
            yield "Протокол измерений на источнике"
            yield "Заводской номер: 4711"
            yield ""
        yield delimiter.join([*times, "NOx [мг/м3]", "Темп. газа [град.C]"])


@given(
    encoding=st.sampled_from(sorted(ENCODINGS)),
    delimiter=st.sampled_from((";", ",", "\t", "|")),
    decimal=st.sampled_from(".,"),
    stamp=st.sampled_from(sorted(STAMPS)),
    header=st.sampled_from(HEADERS),
    newline=st.sampled_from(("\n", "\r\n", "\r")),
    start=st.dates(date(2025, 1, 13), date(2026, 12, 20)),
    values=st.lists(
        st.tuples(st.integers(0, 99_999), st.integers(-4000, 99_999)), min_size=4, max_size=30
    ),
)
@QUIET
def test_that_a_table_reads_back_however_it_is_written(  # noqa: PLR0917 - each a way to write
    tmp_path, encoding, delimiter, decimal, stamp, header, newline, start, values
):
    decimal = "." if delimiter == "," else decimal
    day = 13 + start.day % 15  # a day that is no month
    begin = datetime.combine(start.replace(day=day), time(3, 7), UTC)
    times = [begin + timedelta(minutes=number) for number in range(len(values))]
    form = STAMPS[stamp]
    lines = list(heading(header, delimiter, form))
    cells = [(f"{a / 100:.2f}", f"{b / 10:.1f}") for a, b in values]
    for at, pair in zip(times, cells, strict=True):
        said = at.strftime(stamp).split("|") if form == "date" else [at.strftime(stamp)]
        lines.append(delimiter.join([*said, *(written(cell, decimal) for cell in pair)]))
    path = tmp_path / "table.csv"
    codec = encoding.removesuffix(" with mark")
    path.write_bytes(ENCODINGS[encoding] + (newline.join(lines) + newline).encode(codec))

    understood = understand(path)
    table = read(path, understood)
    batches = list(table)
    account = table.account
    assert account.is_complete
    assert account.rejections == []
    assert account.lines == len(lines)
    assert account.read == len(values)
    found = [float(value) for batch in batches for value in batch.times]
    assert found == [at.timestamp() - 5 * 3600 for at in times]
    first, second = (column.index for column in understood.values)
    for at, own in ((first, 0), (second, 1)):
        read_back = [float(value) for batch in batches for value in batch.values[at]]
        assert read_back == [float(pair[own]) for pair in cells]
    if header != "none":
        assert [c.meaning for c in understood.values] == ["nox", "t_gas"]
        assert [c.unit for c in understood.values] == ["mg/m3", "degC"]


def account_of(path):
    """Read a file as it comes; None if it is refused by a coded sentence."""
    try:
        table = read(path, understand(path))
        batches = list(table)
    except KtaError:
        return None
    for batch in batches:
        for at, flags in batch.flags.items():
            good = batch.values[at][flags == 0]
            assert all(math.isfinite(value) for value in good)
    return table.account


def is_accounted_for(path):
    account = account_of(path)
    if account is None:
        return True
    data = path.read_bytes()
    return account.is_complete and account.lines <= data.count(b"\n") + data.count(b"\r") + 1


BYTES = st.one_of(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from(
            [b"01.02.2026", b"10:00:00", b"1,5", b"1.5", b";", b",", b"\t", b" ", b"\n", b"\r\n",
             b'"', b"\0", b"NOx", b"\xcf\xfb\xeb\xfc", b"\xff", b"-", b"---", b"|", b"99:99",
             b"\xef\xbb\xbf", b"1e400", b"0", b"31.02.2026 25:61", b"12:00 PM", b"\xd0\x9f"]
        ),
        max_size=120,
    ).map(b"".join),
)  # fmt: skip


@given(data=BYTES)
@settings(QUIET, max_examples=150)
def test_that_any_bytes_are_read_or_refused_and_every_line_is_accounted_for(tmp_path, data):
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    assert is_accounted_for(path)


FILES = sorted(p for p in CORPUS.iterdir() if not p.name.endswith(".expect.json"))


@pytest.mark.parametrize("place", range(3))
def test_that_a_damaged_file_of_the_corpus_is_read_or_refused(tmp_path, place):
    chance = random.Random(place)
    path = tmp_path / "damaged.csv"
    for source in FILES:
        data = bytearray(source.read_bytes())
        for _ in range(chance.randrange(1, 12) if data else 0):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        assert is_accounted_for(path) or source.suffix.startswith(".xls"), source.name
        path.write_bytes(data[: chance.randrange(len(data) + 1)])
        assert is_accounted_for(path) or source.suffix.startswith(".xls"), source.name


@given(
    start=st.datetimes(datetime(2024, 3, 2), datetime(2026, 12, 20)),  # noqa: DTZ001 - a sheet's
    shown=st.sampled_from(("dd.mm.yyyy hh:mm:ss", "d/m/yy h:mm:ss.000", "text", "apart")),
    above=st.integers(0, 4),
    values=st.lists(st.floats(-99, 1e6, allow_nan=False), min_size=3, max_size=20),
)
@settings(QUIET, max_examples=40)
def test_that_a_sheet_reads_back_to_the_last_bit(tmp_path, start, shown, above, values):
    path = tmp_path / "book.xlsx"
    begin = start.replace(microsecond=0)
    times = [begin + timedelta(seconds=10 * number) for number in range(len(values))]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(above):
            sheet.write(row, 0, "Протокол измерений")
        names = ["Дата", "Время"] if shown == "apart" else ["Дата и время"]
        sheet.write_row(above, 0, [*names, "CO, ppm"])
        forms = [
            book.add_format({"num_format": form}) for form in (shown, "dd.mm.yyyy", "hh:mm:ss")
        ]
        for row, (at, value) in enumerate(zip(times, values, strict=True), above + 1):
            if shown == "apart":
                sheet.write_datetime(row, 0, at.replace(hour=0, minute=0, second=0), forms[1])
                sheet.write_datetime(row, 1, at.time(), forms[2])
            elif shown == "text":
                sheet.write(row, 0, f"{at:%d.%m.%Y %H:%M:%S}")
            else:
                sheet.write_datetime(row, 0, at, forms[0])
            sheet.write_number(row, len(names), value)
    understood = understand(path)
    rows = read(path, understood)
    batches = list(rows)
    (column,) = understood.values
    assert (column.unit, column.meaning) == ("ppm", "co")
    found = [float(value) for batch in batches for value in batch.values[column.index]]
    assert found == [float(f"{value:.16G}") for value in values]  # digits that the file has
    seconds = [float(value) for batch in batches for value in batch.times]
    assert seconds == [at.replace(tzinfo=UTC).timestamp() - 18_000 for at in times]
    assert rows.account.lines == above + 1 + len(values)
