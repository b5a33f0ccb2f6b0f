"""The page of exchange: deliveries, receipts, what is in the way; green starts with the receipt."""

import shutil
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange import network_errors
from kta_desktop.services import channel, delivering, receiving, register
from kta_desktop.services.channel import NetworkNow, Waiting
from kta_desktop.services.delivering_rows import DeliveryRow as Row
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.underway import Halt
from ui.dialogs.add_remote import AddRemoteDialog
from ui.dialogs.bundle_desk import BundleDesk
from ui.views.exchange_view import ExchangeView
from ui.widgets.delivery_list import DeliveryRow
from ui.widgets.delivery_trouble import trouble
from ui.widgets.delivery_words import STATES, WAITS, delivery_shown, ends_of

WAIT_MS = 15_000
LINE = "https://centre.invalid/dav"


@pytest.fixture
def view(qtbot, workspace, runner, audit):
    made = ExchangeView(workspace, runner, audit)
    made.sticks._look = tuple  # no drive of this computer is looked for
    qtbot.addWidget(made)
    made.resize(1280, 640)
    made.show()
    qtbot.waitUntil(lambda: made.desk is not None, timeout=WAIT_MS)
    made.focus_first()
    return made


def press(qtbot, view, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or view, key, modifier)


def accept(centre, workspace):
    known = register.import_card(centre, register.card_text(workspace))
    register.accept(centre, known.fingerprint, "auditor")


def deliveries(view):
    return view.body.outgoing.list.shown()


def wait_for_state(qtbot, view, word):
    def arrived():
        return not view.sending.is_busy and any(row.state == word for row in deliveries(view))

    qtbot.waitUntil(arrived, timeout=WAIT_MS)


def reread(qtbot, view):
    before = view.desk
    view.refresh()
    qtbot.waitUntil(lambda: view.desk is not before, timeout=WAIT_MS)


def row(**more):
    plain = {
        "audit": "a", "number": "KTA-2026-001", "revision": 2, "remote": "Центр",
        "state": Delivery.QUEUED, "bytes_total": 200, "bytes_done": 126, "error": None,
        "updated_at": "2026-11-22T10:00:00.000Z", "sha256": None,
    }  # fmt: skip
    return Row(**{**plain, **more})


def test_that_an_audit_is_sent_by_keyboard_and_turns_green_with_the_receipt(
    qtbot, view, workspace, tmp_path, centre
):
    folder = tmp_path / "share"
    folder.mkdir()
    delivering.add_remote(workspace, "share", str(folder))
    reread(qtbot, view)
    press(qtbot, view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for_state(qtbot, view, "Передан, ждём квитанцию")
    (shown,) = deliveries(view)
    assert (shown.tone, shown.bar, shown.title) == ("info", "ac", "KTA-2026-001, версия 1")

    accept(centre, workspace)
    receiving.intake(centre, str(folder))
    press(qtbot, view, Qt.Key.Key_F5)
    wait_for_state(qtbot, view, "Получен центром")
    (shown,) = deliveries(view)
    assert (shown.tone, shown.bar) == ("ok", "ok")
    (receipt,) = view.body.receipts.shown()
    assert receipt.result == "Получен целиком"
    assert ends_of(centre.device) in receipt.signed


def test_that_tab_goes_from_the_buttons_to_the_deliveries_and_then_to_the_stick(view):
    rows = [delivery_shown(row(), "Завод"), delivery_shown(row(revision=3), "Завод")]
    view.body.outgoing.list.show_deliveries(rows)
    view.body.keep_order()
    passed, stop = [], view.body.outgoing.more
    while stop is not view.body.stick.write and len(passed) < 60:
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.isVisible():
            passed.append(stop)
        stop = stop.nextInFocusChain()
    assert [isinstance(one, DeliveryRow) for one in passed[1:5]] == [True, False, True, False]
    assert all(line.isAncestorOf(act) for line, act in (passed[1:3], passed[3:5]))


def test_that_without_a_place_sending_asks_for_one(qtbot, view):
    press(qtbot, view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = view.findChild(AddRemoteDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_that_a_place_that_went_keeps_the_delivery_and_says_so(qtbot, view, workspace, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    delivering.add_remote(workspace, "stick", str(folder))
    shutil.rmtree(folder)
    reread(qtbot, view)
    view.send()
    wait_for_state(qtbot, view, "Место не подключено")
    assert "stick" in view.banner.text()
    assert view.banner.has_offer()


def halted(kind):
    return Halt(error=reason_of(kind(where=LINE)), is_passing=False, again_at="", until=0.0)


def test_that_what_is_in_the_way_is_called_what_it_is(qtbot, view, workspace, audit, monkeypatch):
    monkeypatch.setattr("kta_desktop.services.remotes._set_up", lambda *_args: False)
    delivering.add_remote(workspace, "Центр", LINE)
    delivering.queue(workspace, audit)
    told = (
        (network_errors.CredentialsError, "Имя или пароль больше не подходят.", "Настройки места"),
        (network_errors.PortalError, "Сеть требует входа.", "Проверить сеть"),
        (network_errors.ClockError, "Часы этого компьютера идут неверно.", "Проверить сеть"),
    )
    for kind, title, action in told:
        workspace.under_way.halts["Центр"] = halted(kind)
        reread(qtbot, view)
        assert title in view.banner.text()
        assert view.banner._action.text() == action
        assert not view.banner._other.isHidden()  # a stick works all the same
    del workspace.under_way.halts["Центр"]
    reread(qtbot, view)
    assert view.banner.isHidden()
    revoked = trouble(replace(view.desk, revoked="ноутбук потерян"), NetworkNow(is_there=True), "")
    view.banner.show_trouble(revoked)
    assert "отозвал ключ этого компьютера" in view.banner.text()
    assert "Причина: ноутбук потерян." in view.banner.text()
    assert view.banner._other.isHidden()  # a stick would be held just so


def test_that_the_banner_says_since_when_there_is_no_network(
    qtbot, view, workspace, audit, monkeypatch
):
    monkeypatch.setattr("kta_desktop.services.remotes._set_up", lambda *_args: False)
    delivering.add_remote(workspace, "Центр", LINE)
    delivering.queue(workspace, audit)
    before = view.desk
    qtbot.waitUntil(lambda: not view._is_loading)
    view.follow_network(NetworkNow(is_there=False), "2026-11-22T04:12:00Z")
    qtbot.waitUntil(lambda: view.desk is not before and bool(deliveries(view)), timeout=WAIT_MS)
    assert "Нет сети с " in view.banner.text()
    assert deliveries(view)[0].state == "Ждёт сети"
    assert view.body.outgoing.send.isEnabled()  # as long as anything is pending


def test_that_pausing_is_kept_and_said_at_each_delivery(qtbot, view, workspace, audit, tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    delivering.add_remote(workspace, "share", str(folder))
    delivering.queue(workspace, audit)
    reread(qtbot, view)
    view.body.outgoing.pause.click()
    qtbot.waitUntil(lambda: channel.channel(workspace).paused, timeout=WAIT_MS)
    wait_for_state(qtbot, view, "Приостановлен вами")
    assert view.body.outgoing.pause.text() == "Продолжить отправку"


def test_that_the_channel_is_chosen_by_keyboard_and_named_on_its_button(qtbot, view, workspace):
    view.choose_channel()
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup.over, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: channel.channel(workspace).network == "unmetered", timeout=WAIT_MS)
    qtbot.keyClick(popup.hours, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: channel.channel(workspace).hours == "night", timeout=WAIT_MS)
    assert channel.channel(workspace).network == "unmetered"
    popup.close()
    wanted = "Канал: безлимитный, ночью"
    qtbot.waitUntil(lambda: view.body.outgoing.channel.text() == wanted, timeout=WAIT_MS)


def test_that_a_refused_delivery_names_its_files_and_can_be_sent_again(qtbot):
    error = {"code": "delivery-refused", "message": "Центр не принял.", "details": {"n": "1"}}
    widget = DeliveryRow()
    qtbot.addWidget(widget)
    refused = row(error=error, refused=("IMG.jpg", "B.jpg"), key="k1", state=Delivery.DELIVERED)
    widget.show_delivery(delivery_shown(refused, "Сүт"))
    widget.show()
    assert (widget.shown.state, widget.shown.tone) == ("Не принят: нет IMG.jpg и ещё 1", "error")
    with qtbot.waitSignal(widget.resend_asked) as asked:
        widget._resend.click()
    assert asked.args == ["k1"]
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert widget._below._details.text() == "Код: delivery-refused\nn: 1"
    assert widget._below._details.isVisible()


def test_that_a_delivery_further_back_can_be_sent_first(qtbot):
    widget = DeliveryRow()
    qtbot.addWidget(widget)
    last = row(waits_for=Waiting.TURN, place_in_queue=3, key="k3")
    widget.show_delivery(delivery_shown(last, ""))
    widget.show()
    assert widget.shown.state == "В очереди, 3-й"
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    with qtbot.waitSignal(widget.first_asked) as asked:
        widget._below.first.click()
    assert asked.args == ["k3"]


def test_that_what_waits_for_a_network_says_where_it_goes_on():
    shown = delivery_shown(row(waits_for=Waiting.NETWORK), "")
    assert (shown.state, shown.fraction) == ("Ждёт сети, продолжит с 63\N{NO-BREAK SPACE}%", 0.63)


def test_that_every_state_has_its_own_sentence_and_green_starts_with_the_receipt():
    assert set(STATES) == set(Delivery)
    assert set(WAITS) == set(Waiting) - {Waiting.TURN, Waiting.RECEIPT}
    sentences = [look.sentence for look in (*STATES.values(), *WAITS.values())]
    assert len(set(sentences)) == len(sentences)
    green = {state for state, look in STATES.items() if "ok" in (look.tone, look.bar)}
    assert green == {Delivery.RECEIVED, Delivery.ACCEPTED}
    assert all("ok" not in (look.tone, look.bar) for look in WAITS.values())


def test_that_a_bundle_is_written_and_every_check_is_shown(
    qtbot, workspace, runner, audit, tmp_path, monkeypatch
):
    target = tmp_path / "KTA-2026-001.kta"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    desk = BundleDesk(workspace, runner, audit)
    desk.show()
    qtbot.waitUntil(lambda: desk._record is not None, timeout=WAIT_MS)
    desk.write_bundle()
    qtbot.waitUntil(lambda: bool(desk.bundle.checks()), timeout=WAIT_MS)
    assert target.exists()
    checks = desk.bundle.checks()
    assert len(checks) > 5
    assert all(ok for _name, ok, _why in checks)
    qtbot.waitUntil(lambda: bool(desk.versions.pairs()), timeout=WAIT_MS)
    assert desk.versions.pairs()[0][0] == "Версия 1"
    desk.close()


def test_that_a_damaged_bundle_is_refused_in_words(qtbot, workspace, runner, tmp_path, monkeypatch):
    target = tmp_path / "foreign.kta"
    target.write_bytes(b"not a bundle")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(target), ""))
    desk = BundleDesk(workspace, runner, None)
    desk.show()
    desk.open_bundle()
    qtbot.waitUntil(lambda: "foreign.kta" in desk.banner.text(), timeout=WAIT_MS)
    desk.close()
