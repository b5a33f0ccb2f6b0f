"""Files as instruments write them: read as each ``.expect.json`` says, or refused by its code."""

import json
import math
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kta_desktop.errors import KtaError
from kta_desktop.measurement.loggers import read, understand

FOLDER = Path(__file__).parents[2] / "files" / "loggers"
EXPECTED = sorted(FOLDER.glob("*.expect.json"))
ACCOUNT = {"preamble", "blank", "footer", "read", "backward"}


def reading(path):
    understood = understand(path)
    table = read(path, understood)
    cells = {}
    for batch in table:
        for place, line in enumerate(batch.lines):
            for at, values in batch.values.items():
                cells[int(line), at] = (values[place], int(batch.flags[at][place]))
    return understood, table.account, cells


def stamp(seconds):
    text = datetime.fromtimestamp(round(seconds, 3), UTC).replace(tzinfo=None).isoformat()
    return text.replace("000", "") + "Z" if "." in text else f"{text}Z"


def claims_of_shape(expected, understood):
    yield "kind", understood.kind, expected.get("kind", "text")
    for name, found in (
        ("encoding", understood.encoding),
        ("delimiter", understood.delimiter),
        ("decimal", understood.numbers.decimal),
        ("sheet", understood.sheet),
        ("header", list(understood.header_lines)),
        ("role", str(understood.time.role)),
        ("order", str(understood.time.order)),
        ("asked", [question.code for question in understood.questions]),
    ):
        if name in expected:
            yield name, found, expected[name]
    if "values" in expected:
        columns = [
            {"name": c.name, "raw_unit": c.raw_unit, "unit": c.unit, "meaning": c.meaning}
            for c in understood.values
        ]
        yield "values", columns, expected["values"]
    facts = dict(reversed(understood.facts))
    for name, value in expected.get("facts", {}).items():
        yield f"fact {name}", facts.get(name), value


def claims_of_account(expected, account):
    yield "lines", account.is_complete, True
    for name in expected.keys() & ACCOUNT:
        yield name, getattr(account, name), expected[name]
    if "header" in expected:
        count = expected.get("header_count", len(expected["header"]))
        yield "header lines", account.header, count
    if "rejected" in expected:
        found = [[one.line, str(one.reason)] for one in account.rejections]
        yield "rejected", found, expected["rejected"]
        yield "rejected count", account.rejected, len(expected["rejected"])
    for name in {"first", "last"} & expected.keys():
        yield name, stamp(getattr(account, name)), stamp_of(expected[name])
    for name in ("good", "missing", "below"):
        for at, count in expected.get(name, {}).items():
            yield f"{name} of {at}", getattr(account.columns[int(at)], name), count


def stamp_of(text):
    return stamp(datetime.fromisoformat(text).timestamp())


def claims_of_cells(expected, cells):
    for line, at, value in expected.get("cells", []):
        yield f"cell {line}:{at}", cells[line, at][0], value
    for line, at, flag in expected.get("flags", []):
        yield f"flag {line}:{at}", cells[line, at][1], flag
    yield "no NaN is good", [at for at, (v, f) in cells.items() if f == 0 and math.isnan(v)], []


@pytest.mark.parametrize("sidecar", EXPECTED, ids=lambda path: path.name.split(".expect")[0])
def test_that_the_file_is_read_as_it_is_written(sidecar):
    expected = json.loads(sidecar.read_text("utf-8"))
    path = sidecar.with_name(sidecar.name.removesuffix(".expect.json"))
    if "refused" in expected:
        with pytest.raises(KtaError) as refusal:
            list(read(path, understand(path)))
        assert refusal.value.code == expected["refused"]
        return
    understood, account, cells = reading(path)
    wrong = [
        f"{name}: {found!r} instead of {right!r}"
        for claims in (
            claims_of_shape(expected, understood),
            claims_of_account(expected, account),
            claims_of_cells(expected, cells),
        )
        for name, found, right in claims
        if found != right
    ]
    assert not wrong, "\n".join(wrong)


def test_that_the_corpus_is_large_and_its_files_are_small():
    files = [path for path in FOLDER.iterdir() if not path.name.endswith(".expect.json")]
    assert len(files) >= 50
    assert {path.name for path in files} == {p.name.split(".expect")[0] for p in EXPECTED}
    assert max(path.stat().st_size for path in files) < 20_000
