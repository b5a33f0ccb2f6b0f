"""Files that change with every version are sent in parts, most of which stay the same."""

import hashlib
import random

import pytest

from kta_desktop.exchange import layout
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.parts import LEAST, MOST, parts

SHEET = "data/sheets/filled-ru-kk.pdf"


def member(name, data):
    pieces = (data[start : start + 70_001] for start in range(0, len(data), 70_001))
    return Member(
        name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), open=lambda: pieces
    )


def lines(count, seed=1):
    random.seed(seed)
    return [random.randbytes(100).hex().encode() + b"\n" for _line in range(count)]


def new_bytes(name, before, after):
    """Return the bytes of the parts of ``after`` that ``before`` has not."""
    known = {part.sha256 for part in parts(member(name, before))}
    return sum(part.size for part in parts(member(name, after)) if part.sha256 not in known)


@pytest.mark.parametrize("name", [layout.CHANGES, layout.AUDIT, SHEET])
@pytest.mark.parametrize("data", [b"\n" * 150_000, bytes(400_000), b"".join(lines(4_000))])
def test_that_parts_make_up_the_file_and_know_their_hash(name, data):
    found = parts(member(name, data))
    assert len(found) > 1
    assert b"".join(b"".join(part.open()) for part in found) == data
    for part in found:
        assert hashlib.sha256(b"".join(part.open())).hexdigest() == part.sha256
        assert 0 < part.size <= 128 << 10


def test_that_a_log_that_grew_sends_little_more_than_what_came():
    log = lines(10_000)
    assert len(b"".join(log)) > 2_000_000
    grown = b"".join([*log, *lines(3, seed=2)])
    assert new_bytes(layout.CHANGES, b"".join(log), grown) < 140_000


def test_that_a_value_in_the_midst_of_the_state_changes_few_parts():
    random.seed(3)
    values = [f'"k{number}":{{"text":"{random.random()}"}}' for number in range(10_000)]
    before = ("{" + ",".join(values) + "}").encode()
    values[5_000] = '"k5000":{"text":"an answer that is much longer than it was"}'
    after = ("{" + ",".join(values) + "}").encode()
    assert len(after) > 300_000
    assert new_bytes(layout.AUDIT, before, after) < 130_000


def test_that_pages_that_changed_do_not_send_the_pictures_between_them_again():
    random.seed(4)
    pictures = [random.randbytes(30_000) + b"endobj\n" for _picture in range(40)]
    pages = [random.randbytes(3_000) for _page in range(40)]
    before = b"".join(
        page + b"1endobj\n" + seen for page, seen in zip(pages, pictures, strict=True)
    )
    after = b"".join(
        page + b"21endobj\n" + seen for page, seen in zip(pages, pictures, strict=True)
    )
    assert new_bytes(SHEET, before, after) < 40 * 3_100


@pytest.mark.parametrize("name", ["data/evidence/" + "a" * 64 + ".jpg", layout.DEFINITION])
def test_that_what_never_changes_is_sent_whole(name):
    one = member(name, bytes(1 << 20))
    assert parts(one) == (one,)


@pytest.mark.parametrize("size", [LEAST - 1, MOST + 1])
def test_that_small_and_huge_files_are_sent_whole(size):
    one = Member(name=layout.CHANGES, size=size, sha256="0" * 64, open=lambda: iter(()))
    assert parts(one) == (one,)
