"""Audits are handed out, packs are published: signed, once, to the places known."""

from dataclasses import replace

import pytest

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.canonical import canonical_json
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.documents import Assignment, read
from kta_desktop.packs.signature import Signature, content_hash, read_signature
from kta_desktop.services import assigning, authoring, publishing, receiving, register
from kta_desktop.services.authoring_zip import read_zip, write_zip
from kta_desktop.services.centre_errors import (
    AssignmentWrongError,
    NotCentreError,
    PackTakenError,
)

PACK = {"pack.toml": b"[pack]\n", "survey.csv": b"type,name\n"}
VERSION = f"0.3-{'a' * 64}"


@pytest.fixture
def new(laptop):
    return NewAudit(
        number="KTA-2026-031",
        plant=Plant(name="ТОО «Сүт»", bin="010140000003"),
        pack="food",
        team=(laptop.profile,),
        starts_on="2026-12-01",
        ends_on="",
        reference_year=2025,
    )


def test_that_an_audit_is_handed_out_to_the_holder_of_an_accepted_key(
    hand, laptop, centre, stick, new
):
    receiving.intake(centre, str(stick))
    person = assigning.persons(centre)[0]
    assert (person.auditor.id, person.fingerprints) == (laptop.profile.id, (laptop.device,))
    with pytest.raises(NotCentreError):
        assigning.assign(laptop, new)
    wrong = (
        replace(new, team=()),
        replace(new, team=(replace(laptop.profile, id=new_id()),)),
        replace(new, number=" "),
        replace(new, plant=Plant(name=" ")),
        replace(new, starts_on="tomorrow"),
        replace(new, reference_year=25),
    )
    for one in wrong:
        with pytest.raises(AssignmentWrongError):
            assigning.assign(centre, one)
    assert assigning.given(centre) == ()

    handed = assigning.assign(centre, new, "Начните с котельной")
    receiving.intake(centre, str(stick))
    (path,) = (stick / "assignments").rglob("*.json")
    said = read(Assignment, path.read_bytes(), "")
    assert (path.parent.name, said.key) == (laptop.profile.id, centre.public_key)
    assert said.payload == handed.assignment
    (row,) = assigning.given(centre)
    assert (row.number, row.name, row.has_come) == ("KTA-2026-031", "laptop", False)

    register.revoke(centre, laptop.device, "Потерян")
    assert assigning.persons(centre) == ()


def signed_by(ws, files, time):
    """Return the files of a pack with the signature of whoever put it into use."""
    signature = Signature(
        pack="food",
        version="0.3",
        sha256=content_hash(files),
        definition="a" * 64,
        device=ws.device,
        key=ws.public_key.hex(),
        person=ws.profile.name,
        time=time,
    )
    document = signature.document(ws.sign(canonical_json(signature.payload())))
    return {**files, "signature.json": document}


def test_that_a_pack_is_the_centres_and_never_gets_other_content_under_its_name(
    laptop, centre, stick, monkeypatch
):
    files, times = dict(PACK), iter(range(10))

    def signed_zip(_ws, _pack, out):
        write_zip(signed_by(laptop, files, f"2026-11-2{next(times)}"), out / f"{VERSION}.zip")
        return out / f"{VERSION}.zip"

    monkeypatch.setattr(authoring, "signed_zip", signed_zip)
    with pytest.raises(NotCentreError):
        publishing.publish_pack(laptop, "food", str(stick))
    first = publishing.publish_pack(centre, "food", str(stick))
    path = stick / first.name
    assert (first.name, first.written) == (f"packs/food/{VERSION}.zip", (str(stick),))
    there = read_zip(path)
    signature = read_signature(there.pop("signature.json"), there, "food")
    assert (there, signature.device) == (PACK, centre.device)
    assert signature.received["device"] == laptop.device
    again = publishing.publish_pack(centre, "food", str(stick))
    assert (again.written, again.known) == ((), (str(stick),))

    files["survey.csv"] = b"type,name\ninteger,x\n"
    with pytest.raises(PackTakenError):
        publishing.publish_pack(centre, "food", str(stick))
    path.write_bytes(b"litter")
    with pytest.raises(PackTakenError):
        publishing.publish_pack(centre, "food", str(stick))
    assert path.read_bytes() == b"litter"
