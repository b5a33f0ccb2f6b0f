"""Every text of the program exists in Russian and in Kazakh, with the same places for values."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"{[^{}]*}")
UNSEEN = re.compile(r"""\bN?_\('([^']+)'|\b_\([^"\n]*\bN_\("([^"]+)""")
"""A text inside of an f-string, or of another one: what collects texts passes it over."""


@cache
def texts():
    found = {}
    for top in ("kta_desktop", "ui"):
        rows = extract_from_dir(
            str(ROOT / top), [("**.py", "python")], keywords={"_": None, "N_": None}
        )
        found |= {row[2]: f"{top}/{row[0]}" for row in rows}
    return found


@cache
def catalogue(lang):
    with (ROOT / "resources/locale" / lang / "LC_MESSAGES/kta.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_that_the_code_has_texts():
    assert len(texts()) > 100


def test_that_no_text_hides_from_the_catalogue():
    files = (file for top in ("kta_desktop", "ui") for file in (ROOT / top).rglob("*.py"))
    hidden = {
        (text, file.name)
        for file in files
        for pair in UNSEEN.findall(file.read_text(encoding="utf-8"))
        if (text := "".join(pair)) not in texts()
    }
    assert hidden == set()


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_that_no_text_lacks_a_translation(lang):
    missing = {text: where for text, where in texts().items() if not catalogue(lang).get(text)}
    assert missing == {}


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_that_a_translation_names_the_same_values(lang):
    wrong = {
        text: catalogue(lang)[text]
        for text in texts()
        if set(PLACES.findall(text)) != set(PLACES.findall(catalogue(lang).get(text, text)))
    }
    assert wrong == {}


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_that_a_translation_is_written_in_cyrillic(lang):
    latin = {
        text: catalogue(lang)[text]
        for text in texts()
        if re.search(r"[a-z]{3} [a-z]{3}", PLACES.sub("", catalogue(lang).get(text, "")))
    }
    assert latin == {}


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_that_the_catalogue_keeps_no_text_that_the_code_lost(lang):
    assert set(catalogue(lang)) - set(texts()) == set()


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_that_nobody_is_shouted_at_or_begged(lang):
    loud = [
        string for string in catalogue(lang).values() if re.search(r"!|спешно|ожалуйста", string)
    ]
    assert loud == []


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_that_the_catalogue_compiles_on_a_fresh_machine(lang):
    with (ROOT / "resources/locale" / lang / "LC_MESSAGES/kta.po").open("rb") as file:
        faults = [(message.id, errors) for message, errors in read_po(file).check()]
    assert faults == []
