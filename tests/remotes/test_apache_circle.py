"""An audit on its way over WebDAV, with what happens on the way: cuts, a dead server, a receipt."""

import random
from itertools import count

import numpy as np
import pytest
from PIL import Image

from kta_desktop.domain.audit import Auditor, Delivery, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange import webdav_parts
from kta_desktop.services import (
    auditing,
    contained,
    credentials,
    delivering,
    evidence,
    packs,
    receiving,
    register,
    remotes,
    sending,
    workspace,
)
from kta_desktop.services.remotes import RemoteSettings
from kta_desktop.storage import keys
from tests.remotes.apache import SECRET, USER

pytestmark = pytest.mark.remotes

WATER = "wat_03"
_numbers = count()
_DEFINITION = Definition(
    pack="food",
    version="1",
    title=Text(ru="Молоко"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    compiled = (_DEFINITION, json_hash(_DEFINITION.to_json()))
    monkeypatch.setattr(packs, "compiled", lambda _pack: compiled)
    monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})
    monkeypatch.setattr(webdav_parts, "PART", 1 << 18)
    monkeypatch.setattr(sending, "_BREATH_S", 0)
    monkeypatch.setattr(credentials, "_held", {})
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def people(tmp_path, apache):
    """Return the workspaces of an auditor and of the centre, with one place between them."""
    made = []
    for name in ("laptop", "centre"):
        profile = Auditor(id=new_id(), name=name, role="lead")
        ws, _code = workspace.create(tmp_path / f"{name}.ktadb", "пароль", profile)
        made.append(ws)
    laptop, centre = made
    url = f"{apache.url}/circle-{next(_numbers)}"
    for ws in made:
        remotes.add(ws, "centre", RemoteSettings(url=url, user=USER, secret=SECRET))
    register.set_centre(centre, centre=True)
    key = register.import_card(centre, register.card_text(laptop))
    register.accept(centre, key.fingerprint, "auditor")
    yield laptop, centre
    for ws in made:
        ws.close()


@pytest.fixture
def audit(people, tmp_path):
    """Return an audit with a photograph of two megabytes."""
    laptop, _centre = people
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="ТОО «Сүт»"),
        pack="food",
        team=(laptop.profile,),
        starts_on="2026-11-22",
        ends_on="2026-11-25",
        reference_year=2025,
    )
    made = auditing.start(laptop, new).id
    noise = np.random.default_rng(7).integers(0, 256, (850, 850, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "IMG_1.png")
    evidence.attach(laptop, made, WATER, tmp_path / "IMG_1.png", kind="photo")
    return made


def state(ws):
    (row,) = delivering.deliveries(ws)
    return row.state, (row.error or {}).get("code")


def test_that_an_audit_arrives_over_a_server_that_dies_on_the_way(people, audit, apache):
    laptop, centre = people
    delivering.queue(laptop, audit)
    chance = random.Random(3)
    for _time in range(3):
        wait = chance.uniform(0.1, 0.9)

        def report(fraction, _text, wait=wait):
            if fraction > wait:
                apache.kill()

        delivering.sync(laptop, report=report)
        assert state(laptop)[0] in (Delivery.QUEUED, Delivery.SENDING)
        apache.start()
    assert delivering.sync(laptop).delivered == (audit,)
    (taken,) = receiving.intake(centre, "centre").received
    assert taken.audit == audit
    assert receiving.intake(centre, "centre").received == ()
    assert delivering.sync(laptop).received == (audit,)
    assert state(laptop) == (Delivery.RECEIVED, None)


def test_that_a_changed_password_is_said_once_and_set_right_in_the_settings(people, audit):
    laptop, _centre = people
    credentials.keep(laptop.device, "centre", "an old one")
    delivering.queue(laptop, audit)
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["credentials-refused"]
    assert report.stopped
    (known,) = remotes.listed(laptop)
    remotes.change(laptop, "centre", RemoteSettings(url=known.url, user=USER, secret=SECRET))
    assert delivering.sync(laptop).delivered == (audit,)


def test_that_an_object_altered_at_the_server_is_refused_by_the_centre(people, audit, apache):
    laptop, centre = people
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    place = apache.files / remotes.listed(laptop)[0].url.rpartition("/")[2]
    largest = max(place.glob("objects/*/*"), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[1000] ^= 1
    largest.write_bytes(data)
    report = receiving.intake(centre, "centre")
    assert (report.received, len(report.refused)) == ((), 1)
