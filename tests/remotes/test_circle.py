"""The whole circle: from the field to the centre, back with comments, and accepted in the end.

The auditor's side is done by keyboard in the window that ``main.py`` shows, and what becomes of a
version is read there; the centre works beside it with a workspace of its own.
"""

import tempfile
from contextlib import contextmanager

import pytest

from kta_desktop import paths
from kta_desktop.services import credentials, packs, sending, sticks
from kta_desktop.storage import keys as storage_keys
from tests.e2e.day_keyboard import Keyboard
from tests.remotes import circle
from tests.remotes.circle_places import Cluster, Office, Slow, Stick, documents, objects
from tests.remotes.circle_screen import (
    ACCEPTED,
    ANSWERED,
    AWAY,
    BROKEN,
    DELIVERED,
    HERE,
    OFFLINE,
    OPEN,
    QUEUED,
    READY,
    RECEIVED,
    RETURNED,
    SENDING,
    SENT,
    SIGNED,
    TAKEN,
    ru,
)
from tests.remotes.circle_writes import noted, outside
from ui.models import network

pytestmark = [pytest.mark.remotes, pytest.mark.timeout(1800)]
SMALL = 1_000_000  # bytes that a corrected answer may cost
FIRST = (QUEUED, SENDING, DELIVERED, RECEIVED, RETURNED)
SECOND = (QUEUED, DELIVERED, RECEIVED, ACCEPTED)
COMMENT = (OPEN, ANSWERED, SENT)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The audit of a field day, made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage_keys, "SCRYPT_N", 2**14)
        packs.available()
        return circle.prepared(tmp_path_factory.mktemp("circle"))


@pytest.fixture
def place(request, tmp_path):
    """The place between auditor and centre."""
    kind = request.param
    return kind(tmp_path, request.getfixturevalue(kind.fixture) if kind.fixture else None)


@pytest.fixture
def people(prepared, place, qtbot, tmp_path, monkeypatch):
    """The auditor before the window, and the centre; what is written is watched."""
    monkeypatch.setattr(storage_keys, "SCRYPT_N", 2**14)
    monkeypatch.setattr(sending, "Pace", Slow)
    monkeypatch.setattr(sticks, "Pace", Slow)
    monkeypatch.setattr(credentials, "_held", {})
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    field = circle.Field(
        Keyboard(qtbot, tmp_path / "pictures"), tmp_path, None,
        path=circle.copied(prepared, tmp_path / "laptop"), audit_id=prepared.audit, place=place,
    )  # fmt: skip
    monkeypatch.setattr(network, "_system", lambda: field.system)
    centre = circle.Centre(tmp_path / "centre" / "centre.ktadb", place)
    with noted() as written:
        centre.make()
        field.start(qtbot)
        yield field, centre
        field.leave()
    ours = ("laptop", "centre", "pictures", "temporary", "stick", "pocket")
    own = [paths.data_dir(), paths.config_dir(), paths.cache_dir()]
    assert outside(written, [*(tmp_path / name for name in ours), *own, *place.folders]) == []
    assert [path for path in (tmp_path / "temporary").iterdir() if _is_left(path)] == []


def _is_left(path):
    """Whether a file was forgotten: not the socket of a window, nor the arrows of its look."""
    return path.is_file() or not path.name.startswith(("kta-", "pytest-qt"))


@pytest.mark.parametrize("place", [Cluster, Office], ids=["ceph", "apache"], indirect=True)
def test_that_the_circle_closes_over_a_line_that_breaks(people):
    field, centre = people
    field.add_place()
    close_and_sign(field)
    send_over_cuts(field)
    centre.meet()
    field.check()
    field.wait_state(1, RECEIVED)
    centre.give_back(field.audit_id)
    field.check()
    field.wait_state(1, RETURNED)
    answer(field)
    assert field.resend() < SMALL
    field.until(lambda: said(field, SENT), "answers that left")
    centre.take_in()
    field.check()
    field.wait_state(2, RECEIVED)
    centre.accept(field.audit_id)
    field.check()
    field.wait_state(2, ACCEPTED)
    settled(field)
    assert field.reader.not_in_turn((OFFLINE, *FIRST, *SECOND)) == []
    assert field.reader.not_in_turn(COMMENT, of="") == []
    nothing_lost(field, centre)


def close_and_sign(field):
    """Close a version and sign it with a key of one's own; the list of audits follows."""
    field.wait_listed(HERE)
    file = field.close_version()
    field.wait_listed(READY)
    field.sign(file)
    field.wait_listed(SIGNED)


def send_over_cuts(field):
    """Queue the version in the field and send it; the server dies three times on the way."""
    keys = field.keys
    field.lose_network()
    keys.press("Ctrl+Return")
    field.wait_state(1, OFFLINE)
    field.wait_rest()
    field.find_network()  # it begins by itself
    field.cut_at(0.2)
    field.wait_state(1, BROKEN, OFFLINE)
    field.place.back()
    keys.press("F5")
    field.cut_at(0.5)
    field.wait_state(1, BROKEN, OFFLINE)
    field.wait_rest()
    field.place.back()
    keys.press("F5")
    field.cut_at(0.8)
    field.wait_state(1, BROKEN, OFFLINE)
    field.wait_rest()
    field.place.back()
    assert documents(field.place.files(), "bundles") == []
    keys.press("F5")
    field.wait_state(1, DELIVERED)


def answer(field):
    """Answer both comments and correct what was asked, beginning from the page of exchange."""
    field.until(lambda: said(field, OPEN), "two comments")
    field.answer_first("Поверка 14.03.2025, свидетельство приложено.")
    field.answer_second("Файл лежит в пакете.")
    field.exchange()
    field.until(lambda: said(field, ANSWERED), "answers")


def said(field, word):
    """Whether both comments are told to be at a state."""
    lines = field.comments()
    return len(lines) == 2 and all(f". {word}. " in line for line in lines)


def settled(field):
    """Read in the list that the audit is accepted, and at the question that its comment is."""
    field.wait_listed(TAKEN)
    field.page("checklist", "Ctrl+3")
    field.go(circle.NUMBER)
    field.keys.wait_text(ru("Resolved in version {number}", number=2))
    field.keys.look("settled")


def nothing_lost(field, centre):
    """Compare both sides, and look for anything that lies twice at the place."""
    with centre.opened() as ws:
        there, log = circle.held_by(ws, field.audit_id)
    here, own = circle.held_by(field.program.window.frame.workspace, field.audit_id)
    assert there == here
    assert log == own
    assert field.place.unfinished() == []
    files = field.place.files()
    kept = dict(objects(files))
    assert sum(kept.values()) > sum(circle.EVIDENCE)
    assert len(kept) == len(documents(files, "objects"))
    for folder, count in (("bundles", 2), ("receipts", 2), ("reviews", 2)):
        assert len(documents(files, folder)) == count, folder


@pytest.mark.parametrize("place", [Stick], ids=["stick"], indirect=True)
def test_that_the_circle_closes_over_a_stick_that_is_pulled(people, qtbot):
    field, centre = people
    desk = circle.Desk(field.keys, field.folder, None, path=centre.path)
    write_over_pulls(field)
    fingerprint = field.fingerprint
    with carried(field, desk, qtbot):
        desk.meet(field.place.url, fingerprint)
    hear(field)
    field.wait_state(1, RECEIVED)
    with carried(field, desk, qtbot):
        desk.give_back("Укажите дату поверки водомера В-2.", "Приложите исходный файл пылемера.")
    hear(field)
    field.wait_state(1, RETURNED)
    field.leave()
    field.start(qtbot)
    field.at(circle.NUMBER)  # what came back opens at its first comment
    field.exchange()
    answer(field)
    assert field.resend() < SMALL
    with carried(field, desk, qtbot):
        desk.take_in()
    hear(field)
    field.wait_state(2, RECEIVED)
    with carried(field, desk, qtbot):
        desk.accept()
    hear(field)
    field.wait_state(2, ACCEPTED)
    settled(field)
    assert field.reader.not_in_turn((AWAY, *FIRST[1:], *SECOND)) == []
    assert field.reader.not_in_turn(COMMENT, of="") == []
    nothing_lost(field, centre)


def write_over_pulls(field):
    """Write the version to a stick that is pulled three times while it is written."""
    keys = field.keys
    field.exchange()
    keys.wait_text("Пока ничего не отправлено")
    close_and_sign(field)
    field.write_stick()
    for share, go_on in ((0.2, "F5"), (0.5, "Ctrl+Return"), (0.8, "F5")):
        field.cut_at(share)
        field.until(lambda: SENDING not in field.reader.of_version(1), "end of writing")
        field.wait_rest()
        keys.look(f"pulled at {share:.0%}")
        field.place.back()
        assert documents(field.place.files(), "bundles") == []
        keys.press(go_on)
    field.wait_state(1, DELIVERED)


def hear(field):
    """Take in what the stick brought back."""
    field.exchange()
    field.take_stick()


@contextmanager
def carried(field, desk, qtbot):
    """Carry the stick to the centre, and back when it is done there."""
    field.leave()
    desk.start(qtbot)
    yield
    desk.leave()
    field.start(qtbot)
