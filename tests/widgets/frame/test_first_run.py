"""The first run: profile files, training without a passphrase, the key on paper; the strip."""

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QSize, Qt
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kta_desktop.domain.audit import Auditor
from kta_desktop.services import profiles
from ui.app.strip_items import StripItems
from ui.dialogs.first_run import FirstRunPage
from ui.dialogs.new_passphrase import NewPassphrase
from ui.dialogs.profile_dialog import ProfileDialog
from ui.dialogs.recovery_key import RecoveryKeyPage
from ui.theme import theme
from ui.widgets.status_strip import StatusStrip

KIM = Auditor(
    id="01890000-0000-7000-8000-000000000001",
    name="Ким Роман",
    role="expert",
    organisation="МЦЗТ",
    qualification="17/26",
)
Reach = QNetworkInformation.Reachability


@pytest.fixture
def first_run(qtbot):
    made = FirstRunPage()
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_a_profile_file_fills_the_fields_and_keeps_the_person(first_run, tmp_path):
    path = tmp_path / "kim.json"
    profiles.write(path, KIM)
    first_run.take_profile(path)
    assert first_run.profile.auditor() == KIM


def test_that_a_file_that_is_no_profile_changes_nothing(first_run, tmp_path):
    path = tmp_path / "photo.json"
    path.write_bytes(b"\xff\xd8\xff")
    first_run.profile.fill(KIM)
    first_run.take_profile(path)
    assert "photo.json" in first_run.banner.text()
    assert first_run.profile.auditor() == KIM


def test_that_the_settings_write_what_the_first_run_reads(qtbot, tmp_path):
    dialog = ProfileDialog(KIM)
    qtbot.addWidget(dialog)
    path = tmp_path / "kim.json"
    dialog.save_file(path)
    assert profiles.read(path) == KIM
    dialog.save_file(tmp_path / "absent" / "kim.json")
    assert "absent" in dialog.banner.text()


def test_that_training_needs_neither_name_nor_passphrase(first_run, qtbot):
    with qtbot.waitSignal(first_run.training_wanted):
        QTest.keyClick(first_run, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "четыре слова"),
        ("мойка", "короткий"),
        ("ааааааааааааааааааааа", "простой"),
        ("тихая мойка девять танков", "слов 4"),
        ("8Kd72hsPqa81jdQz", "надёжный"),
    ],
)
def test_that_strength_is_told_in_words(qtbot, typed, said):
    form = NewPassphrase()
    qtbot.addWidget(form)
    form.first.field.setText(typed)
    texts = [label.text() for label in form.findChildren(QLabel)]
    assert any(said in text for text in texts), texts


def test_that_every_group_of_the_key_stands_on_its_page(qtbot, tmp_path):
    page = RecoveryKeyPage()
    qtbot.addWidget(page)
    page.show_code("7K4M-2QWE-R5TY-8PAS", "Жұмабаева Айгүл", "workspace.ktadb")
    path = tmp_path / "key.pdf"
    page.write_page(path)
    document = PdfDocument(path)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    for part in ("7K4M", "2QWE", "R5TY", "8PAS", "Жұмабаева Айгүл", "workspace.ktadb"):
        assert part in text


def test_that_ctrl_p_prints_the_key(qtbot):
    page = RecoveryKeyPage()
    qtbot.addWidget(page)
    page.show_code("7K4M-2QWE", "Ким")
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    with qtbot.waitSignal(page.print_wanted):
        QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def items(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.resize(QSize(1366, 26))
    return StripItems(strip)


def shown(items, name="network"):
    return items._strip.item_text(name)


def test_that_a_network_nobody_can_tell_of_is_not_needed(items):
    items.show_network()
    assert shown(items) == "Сеть не нужна"


def test_that_the_strip_says_since_when_the_network_is_gone(items):
    items.network.take(Reach.Online)
    items.show_queue(3)
    assert shown(items) == "Сеть есть · в очереди 3"
    items.network.take(Reach.Disconnected)
    assert shown(items).startswith("Нет сети с ")
    assert shown(items).endswith(" · в очереди 3")


def test_that_a_network_that_was_never_there_has_no_hour_it_went(items):
    items.network.take(Reach.Disconnected)
    assert shown(items) == "Нет сети"


def test_that_the_room_is_told_until_a_workspace_is_open(items, tmp_path):
    items.show_space(tmp_path / "not" / "yet" / "w.ktadb")
    assert "Свободно" in shown(items, "space")
    items.forget_space()
    assert shown(items, "space") == ""


def test_that_a_place_that_cannot_be_measured_says_nothing(items, monkeypatch):
    monkeypatch.setattr(Path, "is_dir", lambda _self: False)
    items.show_space(Path("X:/kta/w.ktadb"))
    assert shown(items, "space") == ""


def test_that_a_widget_is_restyled_once_however_deep_it_lies(qtbot):
    """Qt alone would restyle it once for every widget around it."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    class Counter(QObject):
        seen = 0

        def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
            self.seen += event.type() == QEvent.Type.StyleChange
            return False

    outer = inner = QWidget()
    qtbot.addWidget(outer)
    for _depth in range(8):
        child = QWidget()
        QVBoxLayout(inner).addWidget(child)
        inner = child
    outer.show()
    theme.use("light")
    counter = Counter()
    inner.installEventFilter(counter)
    theme.use("night")
    assert counter.seen <= 2
