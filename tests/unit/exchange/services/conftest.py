"""Workspaces of an auditor and of the centre, and a folder between them."""

import hashlib
import zipfile

import bagit as bagit_python
import numpy as np
import pytest
from sqlalchemy import select

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.definition import Definition, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.exchange import bagit
from kta_desktop.services import (
    answering,
    auditing,
    contained,
    delivering,
    evidence,
    packing,
    packs,
    register,
    workspace,
)
from kta_desktop.services.answering import Edit
from kta_desktop.services.measuring_csv import raw_csv
from kta_desktop.storage import contents, keys, samples, tables

WATER = "wat_03"


@pytest.fixture(autouse=True)
def _fast(monkeypatch, request):
    """Cheap keys, a small definition, and a stand-in for the sheet unless it is the subject."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    monkeypatch.setattr(packs, "compiled", lambda _pack: small())
    if "real_sheet" not in request.fixturenames:
        monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})


@pytest.fixture(autouse=True)
def _every_bundle_is_a_bag(monkeypatch, tmp_path_factory):
    """Let bagit-python validate each bundle that is built, and our own reader with it."""
    build = packing.build

    def built(*args, **kwargs):
        info = build(*args, **kwargs)
        folder = tmp_path_factory.mktemp("bag")
        with zipfile.ZipFile(info.path) as archive:
            archive.extractall(folder)
        bagit_python.Bag(str(folder)).validate()
        assert bagit.validate(info.path).ok
        return info

    monkeypatch.setattr(packing, "build", built)


@pytest.fixture
def real_sheet():
    """Print the real sheet."""


@pytest.fixture
def new_workspace(tmp_path):
    """Return a maker of open workspaces, each in its own folder."""
    opened = []

    def make(name):
        folder = tmp_path / name
        folder.mkdir()
        profile = Auditor(id=new_id(), name=name, role="lead")
        ws, _code = workspace.create(folder / "w.ktadb", "пароль", profile)
        opened.append(ws)
        return ws

    yield make
    for ws in opened:
        ws.close()


@pytest.fixture
def laptop(new_workspace):
    return new_workspace("laptop")


@pytest.fixture
def centre(new_workspace, laptop, hand):
    """Return a centre that has accepted the key of the laptop."""
    return hand.as_centre(new_workspace("centre"), laptop)


@pytest.fixture
def stick(tmp_path, laptop):
    folder = tmp_path / "stick"
    folder.mkdir()
    delivering.add_remote(laptop, "centre", str(folder))
    return folder


def small():
    from kta_desktop.domain.canonical import json_hash

    definition = Definition(
        pack="food",
        version="1",
        title=Text(ru="Молоко"),
        sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
    )
    return definition, json_hash(definition.to_json())


class Hand:
    """What auditors do, in a line each."""

    WATER = WATER

    @staticmethod
    def start(ws, number="KTA-2026-001"):
        new = NewAudit(
            number=number,
            plant=Plant(name="ТОО «Сүт»", bin="010140000003"),
            pack="food",
            team=(ws.profile,),
            starts_on="2026-11-22",
            ends_on="2026-11-25",
            reference_year=2025,
        )
        return auditing.start(ws, new).id

    @staticmethod
    def as_centre(ws, *laptops):
        """Let a workspace work as the centre that knows the keys of laptops."""
        register.set_centre(ws, centre=True)
        for each in laptops:
            key = register.import_card(ws, register.card_text(each))
            register.accept(ws, key.fingerprint, "auditor")
        return ws

    @staticmethod
    def answer(ws, audit, text, question=WATER):
        answering.store(ws, audit, [Edit(question, Answer(text=text, value=text).to_json())])

    @staticmethod
    def photograph(ws, audit, tmp_path, shade=0):
        from PIL import Image

        file = tmp_path / f"IMG_{shade}.png"
        Image.effect_noise((300, 300), 50 + shade).save(file)
        return evidence.attach(ws, audit, WATER, file, kind="photo")

    @staticmethod
    def measure(ws, audit, *, logs=(), flags=True):
        """Store a finished session with readings of two channels, read from logger files."""
        key = new_id()
        times = np.arange(1_790_000_000_000, 1_790_000_060_000, 1000, dtype=np.int64)
        with ws.store.begin() as connection:
            for name in ("dust", "t_gas"):
                values = np.linspace(1.0, 2.0, len(times)) / 3
                readings = samples.Readings(times, values, np.zeros(len(times), np.uint8))
                samples.append(connection, key, name, readings)
        session = Session(
            id=key,
            source="0014 сушилка",
            point="1",
            parameter={"ru": "пыль"},
            channel="dust",
            level=None,
            basis="eu-dry",
            started_at="2026-09-21T00:00:00.000Z",
            ended_at="2026-09-21T00:01:00.000Z",
            channels=(Channel(id="dust", label={"ru": "пыль"}, unit="mg/m3"),),
            raw_sha256=hashlib.sha256(b"".join(raw_csv(ws, key, flags=flags))).hexdigest(),
            files=tuple(_kept(ws, log) for log in logs),
        )
        answering.store(ws, audit, [Edit(f"@session/{key}", session.to_json())])
        return key

    @staticmethod
    def state(ws, audit):
        return next(row.state for row in delivering.deliveries(ws) if row.audit == audit)

    @staticmethod
    def everything(ws):
        names = [
            "audits",
            "changes",
            "entries",
            "contents",
            "sample_tail",
            "sample_series",
            "sample_chunks",
            "operations",
            "devices",
        ]
        found = [tables.metadata.tables[name] for name in names]
        with ws.store.connect() as connection:
            return {
                table.name: connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).all()
                for table in found
            }

    @staticmethod
    def tree(folder):
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _kept(ws, log):
    sha256 = hashlib.sha256(log).hexdigest()
    with ws.store.begin() as connection:
        contents.put(connection, sha256, "text/plain", [log])
    return sha256


@pytest.fixture
def hand():
    """Return what auditors do: ``hand.start(ws)``, ``hand.answer(ws, audit, "3")``, …"""
    return Hand
