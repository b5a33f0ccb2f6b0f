"""``kta sync``: what it says and how it ends, for scripts that run it every hour."""

import json

import pytest
from typer.testing import CliRunner

from kta_desktop.cli import app
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.pace import Pace
from kta_desktop.services import auditing, channel, contained, delivering, packs, workspace
from kta_desktop.services.channel import Channel
from kta_desktop.storage import keys

SMALL = Definition(
    pack="food", version="1", title=Text(ru="Молоко"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
)  # fmt: skip


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Make a workspace with one queued audit; return its file, the place and the audit."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    monkeypatch.setattr(packs, "compiled", lambda _pack: (SMALL, json_hash(SMALL.to_json())))
    monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})
    monkeypatch.setenv("KTA_PASSPHRASE", "пароль")
    path, place = tmp_path / "w.ktadb", tmp_path / "place"
    place.mkdir()
    ws, _code = workspace.create(path, "пароль", Auditor(id=new_id(), name="А", role="lead"))
    new = NewAudit(
        number="KTA-2026-001", plant=Plant(name="ТОО «Сүт»"), pack="food", team=(ws.profile,),
        starts_on="2026-11-22", ends_on="2026-11-25", reference_year=2025,
    )  # fmt: skip
    audit = auditing.start(ws, new).id
    delivering.add_remote(ws, "centre", str(place))
    delivering.queue(ws, audit)
    ws.close()
    return path, place, audit


@pytest.fixture
def sync(made):
    """Return how to run ``kta sync``; gives the result."""

    def run(*words):
        return CliRunner().invoke(app, ["sync", *words, "--workspace", str(made[0])])

    return run


def test_that_it_sends_and_says_what_waits_for_a_receipt(made, sync):
    done = sync("--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["delivered"] == told["waiting"] == [made[2]]
    assert told["errors"] == []
    assert told["bytes_sent"] > 0
    again = sync("--lang", "ru")
    assert (again.exit_code, again.stdout) == (0, "ждут: 1\n")


def test_that_a_place_that_is_away_ends_with_one_and_says_so(made, sync):
    made[1].rename(made[1].with_name("away"))
    done = sync("--json")
    assert done.exit_code == 1
    assert [error["code"] for error in json.loads(done.stdout)["errors"]] == ["place-gone"]


def test_that_a_pause_is_named_and_nothing_is_sent(made, sync):
    ws = workspace.open_workspace(made[0], "пароль")
    channel.set_channel(ws, Channel(paused=True))
    ws.close()
    done = sync("--json")
    assert done.exit_code == 1
    (error,) = json.loads(done.stdout)["errors"]
    assert error["code"] == "sending-waits"
    assert "приостановлена" in error["message"]
    assert not list(made[1].glob("objects/*/*"))


def test_that_a_limit_is_given_in_kilobytes_a_second(made, sync, monkeypatch):
    limits = []
    before = Pace.__call__

    def call(self, count):
        limits.append(self._look._course.limit)
        before(self, count)

    monkeypatch.setattr(Pace, "__call__", call)
    assert sync("--limit", "64").exit_code == 0
    assert set(limits) == {64_000}
    assert sync("--limit", "0").exit_code == 2
