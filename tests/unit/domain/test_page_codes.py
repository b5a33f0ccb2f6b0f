"""Codes of pages: what is written is read, and nothing else is taken for one."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain import page_codes
from kta_desktop.domain.ids import CODE_LETTERS, short_code
from kta_desktop.domain.page_codes import PLACES, PageCode, PageMark, place_of, read_page, short_of

SHA = st.binary(min_size=32, max_size=32).map(bytes.hex)
TAIL = st.text("0123456789abcdef", min_size=1, max_size=4)
MARK = st.builds(PageMark, st.integers(0, PLACES - 1), st.lists(TAIL, max_size=2).map(tuple))
AUDIT = st.text(max_size=60).map(page_codes.named)
OWN = hashlib.sha256(b"own").hexdigest()


@given(SHA, st.integers(0, PLACES - 1))
def test_that_the_short_code_names_its_place(sha256, place):
    code = short_of(sha256, place)
    assert place_of(code, sha256) == place
    assert place_of(code.lower().replace("-", " "), sha256) == place
    assert set(code.replace("-", "")) <= set(CODE_LETTERS)


@given(AUDIT, SHA, st.integers(1, 400), st.lists(MARK, min_size=1, max_size=12))
def test_that_the_text_of_the_square_says_all_of_it(audit, sha256, page, marks):
    code = PageCode(audit=audit, definition=sha256[:16], page=page, marks=tuple(marks))
    assert read_page(code.written()) == code


def test_that_neighbours_are_told_as_one():
    marks = tuple(map(PageMark, (3, 4, 5, 9))) + tuple(PageMark(n, ("a3f9",)) for n in (57, 58))
    code = PageCode(audit="KTA-2026-014", definition=OWN[:16], page=3, marks=marks)
    assert code.written().endswith(";blank;3;3-5,9,57-58.a3f9")


def test_that_pages_have_codes_of_their_own():
    assert len({short_of(OWN, place) for place in range(PLACES)}) == PLACES


@pytest.mark.parametrize(
    "codes",
    [
        [short_of(hashlib.sha256(b"older").hexdigest(), place) for place in range(PLACES)],
        [short_code(hashlib.sha256(b"%d" % n).hexdigest()) for n in range(PLACES)],
    ],
    ids=["of another version", "of filled sheets"],
)
def test_that_other_codes_are_hardly_ever_taken_for_pages(codes):
    taken = sum(place_of(code, OWN) is not None for code in codes)
    assert taken <= 4  # 0.6 are to be expected of four thousand


def test_that_a_wrong_letter_is_found():
    chance = random.Random(1)
    taken = 0
    for _round in range(3000):
        letters = list(short_of(OWN, chance.randrange(PLACES)).replace("-", ""))
        at = chance.randrange(5)
        letters[at] = chance.choice([each for each in CODE_LETTERS if each != letters[at]])
        taken += place_of("".join(letters), OWN) is not None
    assert taken <= 4


@pytest.mark.parametrize("text", ["", "7K4", "7K4-M2X", "0OIL1", "вода", "KTA1;A;blank;1;2"])
def test_that_other_words_are_no_codes(text):
    assert place_of(text, OWN) is None
    assert read_page(text) is None


def test_that_a_place_beyond_the_code_is_refused():
    with pytest.raises(ValueError, match=str(PLACES)):
        short_of(OWN, PLACES)


@pytest.mark.parametrize("marks", ["9-3", "0-9999", ",".join(["0-9999"] * 400), "7,9-3000,1-4000"])
def test_that_what_no_page_can_hold_is_no_code(marks):
    page = read_page(f"KTA1;KTA-2026-014;{OWN[:16]};blank;1;{marks}")
    assert page is None
