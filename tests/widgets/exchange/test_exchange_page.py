"""The page of exchange: bundles, deliveries, receipts; green starts with the receipt."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from kta_desktop.domain.audit import Auditor, Delivery, NewAudit, Plant
from kta_desktop.services import auditing, delivering, receiving, register
from kta_desktop.services import workspace as workspaces
from ui.dialogs.add_remote import AddRemoteDialog
from ui.views.exchange_view import ExchangeView
from ui.widgets.banner import Banner
from ui.widgets.delivery_list import DeliveryList, DeliveryRow
from ui.widgets.delivery_side import BundlePanel, PairsPanel
from ui.widgets.delivery_words import _STATES, delivery_shown

WAIT_MS = 60_000


@pytest.fixture
def audit(workspace):
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    return auditing.start(workspace, new).id


@pytest.fixture
def view(qtbot, workspace, runner, audit):
    made = ExchangeView(workspace, runner, audit)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    made.show()
    qtbot.waitUntil(lambda: made._loaded is not None, timeout=WAIT_MS)
    made.focus_first()
    return made


@pytest.fixture
def centre(workspace, tmp_path):
    profile = Auditor(id="01890000-0000-7000-8000-0000000000ce", name="Центр", role="lead")
    made, _code = workspaces.create(tmp_path / "centre.ktadb", "тихая мойка", profile)
    register.set_centre(made, centre=True)
    key = register.import_card(made, register.card_text(workspace))
    register.accept(made, key.fingerprint, "auditor")
    yield made
    made.close()


def press(qtbot, view, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or view, key, modifier)


def deliveries(view):
    return view.findChild(DeliveryList).shown()


def wait_for_state(qtbot, view, word):
    def arrived():
        return view._task is None and any(row.state == word for row in deliveries(view))

    qtbot.waitUntil(arrived, timeout=WAIT_MS)


def test_that_a_bundle_is_written_and_every_check_is_shown(qtbot, view, tmp_path, monkeypatch):
    target = tmp_path / "KTA-2026-001.kta"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    press(qtbot, view, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(view.findChild(BundlePanel).checks()), timeout=WAIT_MS)
    assert target.exists()
    checks = view.findChild(BundlePanel).checks()
    assert len(checks) > 5
    assert all(ok for _name, ok, _why in checks)
    versions = view.findChildren(PairsPanel)[1]
    qtbot.waitUntil(lambda: bool(versions.pairs()), timeout=WAIT_MS)
    assert versions.pairs()[0][0] == "Версия 1"


def test_that_a_place_that_cannot_be_opened_is_corrected_not_typed_anew(qtbot, view, tmp_path):
    folder = tmp_path / "away" / "stick"
    press(qtbot, view, Qt.Key.Key_Insert)
    first = view.findChild(AddRemoteDialog)
    qtbot.waitUntil(first.isActiveWindow)
    qtbot.keyClicks(first.findChild(QLineEdit, "remoteName"), "stick")
    qtbot.keyClicks(first.findChild(QLineEdit, "remoteFolder"), str(folder))
    qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.findChildren(AddRemoteDialog) not in ([], [first]))

    again = view.findChildren(AddRemoteDialog)[-1]
    assert (again.name, again.folder) == ("stick", str(folder))
    fault = again.findChild(QLineEdit, "remoteFolder").accessibleDescription()
    assert "Ничего не изменено" in fault

    folder.mkdir(parents=True)
    again.accept()
    qtbot.waitUntil(lambda: bool(view._loaded.remotes), timeout=WAIT_MS)


def test_that_a_place_is_added_by_keyboard_and_the_audit_sent_to_it(qtbot, view, tmp_path, centre):
    folder = tmp_path / "stick"
    folder.mkdir()
    press(qtbot, view, Qt.Key.Key_Insert)
    dialog = view.findChild(AddRemoteDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClicks(dialog.findChild(QLineEdit, "remoteName"), "stick")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "remoteFolder"), str(folder))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(view._loaded.remotes), timeout=WAIT_MS)

    view.activateWindow()  # without a window manager nobody else does
    qtbot.waitUntil(view.isActiveWindow)
    view.focus_first()
    press(qtbot, view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for_state(qtbot, view, "Передан, ждём квитанцию")
    (row,) = deliveries(view)
    assert (row.tone, row.bar) == ("info", "ac")
    assert row.title == "KTA-2026-001, версия 1"

    receiving.intake(centre, str(folder))
    view.focus_first()
    press(qtbot, view, Qt.Key.Key_F5)
    wait_for_state(qtbot, view, "Получен центром")
    (row,) = deliveries(view)
    assert (row.tone, row.bar) == ("ok", "ok")


def test_that_an_unreachable_place_keeps_the_delivery_and_unfolds_the_code(
    qtbot, view, workspace, tmp_path
):
    folder = tmp_path / "stick"
    folder.mkdir()
    delivering.add_remote(workspace, "stick", str(folder))
    shutil.rmtree(folder)
    view.refresh()
    qtbot.waitUntil(lambda: bool(view._loaded.remotes), timeout=WAIT_MS)
    view.send()
    wait_for_state(qtbot, view, "В очереди")
    banner = view.findChild(Banner)
    assert "stick" in banner.text()
    assert "Код:" not in banner.text()
    banner.acted.emit()
    assert "Код: place-gone" in banner.text()


def test_that_an_error_of_one_delivery_stands_at_it_with_its_code(qtbot):
    error = {"code": "content-missing", "message": "Нет файла.", "details": {"name": "IMG.jpg"}}
    stopped = delivering.DeliveryRow(
        audit="a",
        number="KTA-2026-001",
        revision=2,
        remote="Центр",
        state=Delivery.QUEUED,
        bytes_total=200,
        bytes_done=126,
        error=error,
        updated_at="2026-11-22T10:00:00.000Z",
        sha256=None,
    )
    widget = DeliveryRow()
    qtbot.addWidget(widget)
    widget.show_delivery(delivery_shown(stopped, "Сүт"))
    widget.show()
    assert (widget.shown.state, widget.shown.tone, widget.shown.fraction) == (
        "Не отправлен", "error", 0.63,
    )  # fmt: skip
    assert widget.shown.sentence.startswith("Нет файла.")
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert widget._details.text() == "Код: content-missing\nname: IMG.jpg"
    assert widget._details.isVisible()


def test_that_a_damaged_bundle_is_refused_in_words(qtbot, view, tmp_path, monkeypatch):
    target = tmp_path / "foreign.kta"
    target.write_bytes(b"not a bundle")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(target), ""))
    press(qtbot, view, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "foreign.kta" in view.findChild(Banner).text(), timeout=WAIT_MS)
    assert view._task is None


def test_that_every_state_has_its_own_sentence_and_green_starts_with_the_receipt():
    assert set(_STATES) == set(Delivery)
    sentences = [parts[4] for parts in _STATES.values()]
    assert len(set(sentences)) == len(sentences)
    green = {state for state, parts in _STATES.items() if "ok" in parts[2:4]}
    assert green == {Delivery.RECEIVED, Delivery.ACCEPTED}
