"""The stick on the page of exchange: found, written by one key, taken in from."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kta_desktop.services import delivering, receiving, register
from kta_desktop.services.sticks import FOLDER, Lying, Stick
from ui.models import drives
from ui.views.exchange_view import ExchangeView
from ui.widgets.stick_panel import lying_words

WAIT_MS = 15_000


@pytest.fixture
def kingston(tmp_path):
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return Stick(path=folder, name="KINGSTON", free=21 << 30, total=32 << 30)


@pytest.fixture
def view(qtbot, workspace, runner, audit, kingston):
    made = ExchangeView(workspace, runner, audit)
    made.sticks._look = lambda: (kingston,)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    made.show()
    qtbot.waitUntil(lambda: made.desk is not None and bool(made.sticks.sticks), timeout=WAIT_MS)
    made.focus_first()
    return made


def idle(view):
    return not view.sticks.is_busy and bool(view.banner.text())


def press(qtbot, view, key):
    qtbot.keyClick(QApplication.focusWidget() or view, key, Qt.KeyboardModifier.ControlModifier)


def test_that_one_key_writes_the_open_audit_and_says_what_lies_on_the_stick(
    qtbot, view, workspace, centre, kingston
):
    panel = view.body.stick
    assert "KINGSTON" in panel._chip.text()
    assert panel._outgoing.words == "Открытый аудит: KTA-2026-001"
    assert not panel._seal.isEnabled()  # the key of the centre is not known yet
    press(qtbot, view, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: idle(view), timeout=WAIT_MS)
    assert "KTA-2026-001, версия 1" in view.banner.text()
    assert "пакетов: 1" in panel._about.text()

    known = register.import_card(centre, register.card_text(workspace))
    register.accept(centre, known.fingerprint, "auditor")
    receiving.intake(centre, str(kingston.path / FOLDER))
    panel.take.click()
    qtbot.waitUntil(lambda: "квитанций: 1" in view.banner.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(view.body.receipts.shown()), timeout=WAIT_MS)
    (row,) = delivering.deliveries(workspace)
    assert row.state == "received"


def test_that_without_a_stick_a_folder_is_asked_for_and_esc_leaves(qtbot, view, monkeypatch):
    view.sticks.show((), Lying())
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *_args: asked.append("folder") or ""
    )
    press(qtbot, view, Qt.Key.Key_U)
    assert asked == ["folder"]
    assert not view.sticks.is_busy


def test_that_a_stick_that_cannot_be_written_is_said_to_be_one(view, kingston):
    locked = Stick(path=kingston.path, name="KINGSTON", free=1, total=2, is_writable=False)
    view.sticks.show((locked,), Lying())
    assert "защищена от записи" in view.body.stick._about.text()
    assert not view.body.stick.write.isEnabled()
    assert view.body.stick.take.isEnabled()


def test_that_what_lies_on_a_stick_is_told_by_kind():
    assert lying_words(Lying()) == ""
    told = lying_words(Lying(bundles=2, receipts=3, packs=1))
    assert told == "Сейчас на флешке — пакетов: 2, квитанций: 3, чек-листов: 1."


class _Volume:
    def __init__(self, root, kind=b"vfat", **more):
        self._told = {"total": 32 << 30, "ready": True, "locked": False, **more}
        self._root, self._kind = root, kind

    def isValid(self):  # noqa: N802 - as Qt calls it
        return True

    def isReady(self):  # noqa: N802 - as Qt calls it
        return self._told["ready"]

    def rootPath(self):  # noqa: N802 - as Qt calls it
        return self._root

    def fileSystemType(self):  # noqa: N802 - as Qt calls it
        return QByteArray(self._kind)

    def device(self):
        return QByteArray(b"/dev/sdb1")

    def bytesTotal(self):  # noqa: N802 - as Qt calls it
        return self._told["total"]

    def bytesAvailable(self):  # noqa: N802 - as Qt calls it
        return 1

    def isReadOnly(self):  # noqa: N802 - as Qt calls it
        return self._told["locked"]

    def name(self):
        return ""


def test_that_only_drives_that_are_ready_and_can_be_carried_are_sticks():
    volumes = (
        _Volume("/media/user/KINGSTON", locked=True),
        _Volume("/", b"ext4"),
        _Volume("/media/user/EMPTY", ready=False),
        _Volume("/media/user/CD", b"iso9660"),
        _Volume("/media/user/NONE", total=0),
    )
    found = drives.sticks(volumes, lambda root, _device: root != "/")
    assert [(each.path, each.name, each.is_writable) for each in found] == [
        (Path("/media/user/KINGSTON"), "KINGSTON", False)
    ]
