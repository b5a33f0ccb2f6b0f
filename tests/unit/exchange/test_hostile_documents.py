"""Signed documents of somebody who means harm, or whose clock or keyboard is strange."""

import pytest

from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.documents import Card, Comment, KeyEntry, Review, read, written
from kta_desktop.exchange.errors import DocumentWrongError
from kta_desktop.exchange.signing import envelope

AT = "2026-11-22T10:00:00.000Z"
SHA = "0" * 64


def review(**more):
    said = {
        "id": new_id(), "audit": new_id(), "revision": 1, "sha256": SHA, "level": "centre",
        "verdict": "returned", "by": "Р. Сарсенов", "at": AT,
    }  # fmt: skip
    return {**Review(**said).model_dump(mode="json"), **more}


def test_that_signs_that_nobody_sees_do_not_reach_the_screen(device):
    card = Card(
        auditor=new_id(),
        name="А. \u202eавонаС\u202c\n5\x00",
        organisation="ТОО «Бюро»\u200f\u2066\x1b[2J\x85",
        role="auditor",
        recipient="age1" + "q" * 58,
        at=AT,
    )
    assert card.name == "А. авонаС 5 "
    assert card.organisation == "ТОО «Бюро» [2J "
    said = read(Card, written(card, device.signer), "card")
    assert said.payload == card


def test_that_lines_of_a_comment_stay_and_its_tricks_do_not(device):
    asked = {"id": new_id(), "path": "wat\u202e_03", "text": "а\r\n\tб\x07\u202e\u00a0в"}
    said = read(Review, envelope(review(comments=[asked]), device.signer), "review")
    assert said.payload.comments[0].text == "а\n\tб \u00a0в"
    assert said.payload.comments[0].path == "wat_03"


@pytest.mark.parametrize(
    "odd",
    [
        {"until": "9999-12-31"},
        {"until": "2026-02-30"},
        {"until": "٢٠٢٦-٠١-٠١"},
        {"at": "9999-12-31T23:59:59.999Z"},
        {"at": "0001-01-01T00:00:00.000Z"},
        {"at": "2026-11-22T25:00:00.000Z"},
        {"revision": 0},
        {"revision": 1 << 40},
        {"revision": True},
        {"comments": [{"id": "x", "path": "", "text": ""}]},
        {"comments": [{"id": new_id(), "path": "", "text": "я" * 20_001}]},
        {"comments": [{"id": new_id(), "path": "", "text": ""}] * 2_001},
        {"resolved": ["../../etc/passwd"]},
        {"audit": "../" * 12},
        {"level": "god"},
        {"verdict": "accepted\n"},
        {"more": 1},
    ],
)
def test_that_a_review_that_no_centre_would_write_is_refused(device, odd):
    with pytest.raises(DocumentWrongError):
        read(Review, envelope(review(**odd), device.signer), "review")


def test_that_one_kind_of_document_is_never_taken_for_another(device):
    entry = KeyEntry(
        id=new_id(), fingerprint=SHA, key=SHA, auditor=new_id(), name="", role="lead",
        state="active", at=AT,
    )  # fmt: skip
    document = written(entry, device.signer)
    for kind in (Review, Card, Comment):
        with pytest.raises(DocumentWrongError):
            read(kind, document, "x")


def test_that_a_document_written_in_another_way_is_refused(device):
    document = envelope(review(), device.signer)
    for altered in (document + b"\n", b" " + document, document.replace(b",", b", ", 1)):
        with pytest.raises(DocumentWrongError):
            read(Review, altered, "x")
