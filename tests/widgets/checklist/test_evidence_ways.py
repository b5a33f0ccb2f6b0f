"""Evidence comes in by keys, is looked at, and accidents on the way are told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from kta_desktop.services import evidence, incoming
from kta_desktop.storage.errors import DiskFullError
from ui.dialogs.camera_roll import CameraRollDialog
from ui.dialogs.evidence_viewer import EvidenceViewer
from ui.models.camera_roll import STATE
from ui.widgets.evidence_strip import Thumbnail
from ui.widgets.ways_in import WaysIn

CTRL = Qt.KeyboardModifier.ControlModifier
CYRILLIC_EM = 0x41C  # the letter on the key of V


@pytest.fixture
def definition(definition):
    """The checklist, where the day of a verification demands its certificate."""
    asked = tuple(
        replace(question, evidence=("calibration", "register"), more={"evidence_level": "required"})
        if question.name == "wat_07"
        else question
        for question in definition.questions
    )
    return replace(definition, questions=asked)


def _photo(path, colour=(90, 120, 130), taken=None):
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = f"{taken.astimezone():%Y:%m:%d %H:%M:%S}"
    Image.new("RGB", (320, 240), colour).save(path, "JPEG", exif=exif)
    return path


@pytest.fixture
def photo(tmp_path):
    return _photo(tmp_path / "IMG_2041.jpg")


def _names(screen, address):
    return [item.name for item in screen.editor.state.evidence(address)]


def _attach(screen, address, *files):
    screen.editor.attachments.attach(address, files)
    screen.settle()
    return screen.editor.state.evidence(address)


def _said(screen):
    return " ".join(screen.card.messages.texts())


def test_that_the_evidence_key_offers_the_ways_and_a_digit_takes_one(screen, photo, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(photo)], ""))
    screen.go("wat_09")
    screen.press(Qt.Key.Key_F8)
    ways = QApplication.activePopupWidget()
    assert isinstance(ways, WaysIn)
    QTest.keyClick(ways, Qt.Key.Key_1)
    screen.settle()
    assert _names(screen, "wat_09") == ["IMG_2041.jpg"]
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize("key", [Qt.Key.Key_V, CYRILLIC_EM])
def test_that_a_screenshot_is_pasted_as_a_picture_with_its_time(screen, key):
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QApplication.clipboard().setImage(image)
    screen.go("wat_05")
    before = datetime.now().astimezone() - timedelta(seconds=1)
    pressed = QKeyEvent(QEvent.Type.KeyPress, key, CTRL)
    QApplication.sendEvent(screen.view.window().focusWidget(), pressed)
    screen.settle()
    (item,) = screen.editor.state.evidence("wat_05")
    assert item.media_type == "image/png"
    assert before <= datetime.fromisoformat(item.taken_at) <= datetime.now().astimezone()


def test_that_files_of_the_clipboard_are_attached_and_text_is_not(screen, photo):
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(photo))])
    screen.go("wat_09")
    assert screen.card.form.evidence.paste() is False
    QApplication.clipboard().setMimeData(held)
    assert screen.card.form.evidence.paste() is True
    screen.settle()
    assert _names(screen, "wat_09") == ["IMG_2041.jpg"]


@pytest.fixture(autouse=True)
def _clipboard(qapp):
    QApplication.clipboard().setText("просто текст")
    yield
    QApplication.clipboard().clear()


def test_that_text_is_still_pasted_into_a_field(screen):
    screen.go("wat_08")
    screen.press(Qt.Key.Key_V, CTRL)
    assert screen.stored()["wat_08"]["text"] == "просто текст"


def test_that_an_answer_says_which_proof_it_still_lacks(screen, tmp_path):
    (tmp_path / "a.txt").write_text("журнал")
    screen.go("wat_07")
    assert not screen.card.messages.texts()
    screen.type("14.03.2026")
    screen.settle()
    assert "Свидетельство о поверке / Журнал" in _said(screen)
    (item,) = _attach(screen, "wat_07", tmp_path / "a.txt")
    screen.editor.attachments.describe("wat_07", item, caption="", kind="register")
    screen.settle()
    assert not screen.card.messages.texts()


def test_that_the_same_file_is_not_attached_twice_to_one_question(screen, photo):
    screen.go("wat_09")
    _attach(screen, "wat_09", photo)
    assert len(_attach(screen, "wat_09", photo)) == 1
    assert "IMG_2041.jpg" in _said(screen)
    assert not screen.editor.attachments.refusals


def test_that_a_file_of_another_question_is_attached_and_stored_once(screen, photo):
    _attach(screen, "wat_09", photo)
    screen.go("wat_03")
    assert len(_attach(screen, "wat_03", photo)) == 1
    assert "8.8" in _said(screen)
    with screen.ws.store.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM contents").scalar() == 1


def test_that_a_picture_nobody_can_show_is_kept_and_told(screen, tmp_path):
    file = tmp_path / "IMG_1.heic"
    file.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    screen.go("wat_09")
    (item,) = _attach(screen, "wat_09", file)
    assert not item.is_image
    assert b"".join(evidence.content(screen.ws, item.sha256)) == file.read_bytes()
    assert "HEIC" in _said(screen)


def test_that_one_bad_file_of_many_stops_no_other_and_each_is_told(screen, tmp_path, photo):
    files = [photo]
    for number in range(5):
        files.append(tmp_path / f"bad{number}.jpg")
        files[-1].write_text("<html>404</html>")
    screen.go("wat_09")
    assert len(_attach(screen, "wat_09", *files)) == 1
    assert _said(screen).count("bad") == 3  # in the order in which they were looked at
    assert len(screen.card.messages.texts()) == 4  # three sentences, and how many more


def test_that_a_full_disk_leaves_nothing_half(screen, photo, monkeypatch):
    def full(*_args):
        raise DiskFullError(path="ws.ktadb")

    screen.go("wat_09")
    monkeypatch.setattr(evidence, "keep", full)
    assert _attach(screen, "wat_09", photo) == ()
    assert _said(screen)
    monkeypatch.undo()
    assert len(_attach(screen, "wat_09", photo)) == 1
    assert not screen.card.messages.texts()


def test_that_only_pictures_that_are_seen_are_decoded(screen, tmp_path):
    files = [_photo(tmp_path / f"{n}.jpg", (n, 2 * n, 90)) for n in range(40)]
    screen.view.show_question("wat_05")
    screen.view.resize(560, 260)
    _attach(screen, "wat_09", *files)
    screen.go("wat_09")
    thumbnails = screen.card.findChildren(Thumbnail)
    screen.qtbot.waitUntil(lambda: any(t.picture for t in thumbnails), timeout=10_000)
    assert len(thumbnails) == 40
    assert sum(1 for thumbnail in thumbnails if thumbnail._is_asked) < 40


@pytest.fixture
def viewer(screen, qtbot, tmp_path):
    """The viewer on the first of two pictures and a document."""
    (tmp_path / "акт.txt").write_text("Акт")
    files = [
        _photo(tmp_path / "a.jpg"),
        _photo(tmp_path / "b.jpg", (1, 2, 3)),
        tmp_path / "акт.txt",
    ]
    screen.view.show_question("wat_09")
    for file in files:
        items = _attach(screen, "wat_09", file)
    made = EvidenceViewer(screen.editor, "wat_09", items[0].id, screen.view)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_that_the_viewer_shows_a_picture_and_goes_round_by_keys(viewer, qtbot):
    qtbot.waitUntil(lambda: viewer.picture.image is not None, timeout=10_000)
    assert viewer.picture.image.width() == 320
    names = []
    for _step in range(4):
        names.append(viewer.item.name)
        QTest.keyClick(viewer.picture, Qt.Key.Key_PageDown)
    assert names == ["a.jpg", "b.jpg", "акт.txt", "a.jpg"]


def test_that_caption_and_kind_are_stored_when_one_goes_on(viewer, screen):
    viewer.caption.field.setText("Градирня, вид с крыши")
    viewer.kind.field.setCurrentIndex(viewer._kinds.index("meter_reading"))
    viewer.step(1)
    screen.settle()
    first = screen.editor.state.evidence("wat_09")[0]
    assert (first.caption, first.kind) == ("Градирня, вид с крыши", "meter_reading")
    assert first.name == "a.jpg"


def test_that_a_file_is_called_secret_in_the_viewer_and_open_again(viewer, screen):
    item = viewer.item
    path = f"wat_09#confidential:{item.id}"
    QTest.keyClick(viewer.picture, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert "Коммерческая тайна" in viewer.facts.text()
    assert screen.stored()[path] == {"is": True, "grounds": ""}
    QTest.keyClick(viewer.picture, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert "Коммерческая тайна" not in viewer.facts.text()
    assert screen.stored()[path] == {"is": False, "grounds": ""}


def test_that_a_picture_taken_off_in_the_viewer_comes_back_by_undo(viewer, screen):
    QTest.keyClick(viewer.picture, Qt.Key.Key_Delete)
    screen.settle()
    assert _names(screen, "wat_09") == ["b.jpg", "акт.txt"]
    assert viewer.item.name == "b.jpg"
    screen.view.undo()
    screen.qtbot.waitUntil(lambda: "a.jpg" in _names(screen, "wat_09"))


def test_that_a_copy_of_the_original_is_written_whole(viewer, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "copy.jpg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    viewer.save_copy()
    qtbot.waitUntil(lambda: bool(viewer.banner.text()), timeout=10_000)
    assert target.read_bytes() == (tmp_path / "a.jpg").read_bytes()
    assert [file.name for file in tmp_path.glob(".*.part")] == []


def test_that_a_document_is_opened_under_an_ending_that_is_no_program(
    screen, tmp_path, monkeypatch
):
    opened = []
    monkeypatch.setattr("ui.dialogs.evidence_desk._show_file", opened.append)
    script = tmp_path / "run.bat"
    script.write_text("format c:")
    (item,) = _attach(screen, "wat_08", script)
    screen.view.desk._open_outside(item)
    screen.qtbot.waitUntil(lambda: bool(opened), timeout=10_000)
    assert opened[0].suffix == ".txt"
    folder = opened[0].parent
    assert folder.stat().st_mode & 0o077 == 0
    screen.view.destroyed.emit()
    assert not folder.exists()


def test_that_new_pictures_of_the_watched_folder_go_to_the_open_question(screen, tmp_path):
    folder = tmp_path / "DCIM"
    folder.mkdir()
    desk = screen.view.desk
    screen.go("wat_09")
    _photo(folder / "old.jpg")
    look = _looker(screen, desk)
    desk.pictures.watch(folder)
    look()
    _photo(folder / "new.jpg")
    look()
    assert desk.bar.text() == ""
    look()
    assert "1" in desk.bar.text()
    screen.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    screen.settle()
    assert _names(screen, "wat_09") == ["new.jpg"]
    assert desk.bar.text() == ""


def test_that_the_folder_rests_while_the_page_is_not_seen(screen, tmp_path):
    pictures = screen.view.desk.pictures
    pictures.watch(tmp_path)
    assert pictures.is_awake
    screen.view.hide()
    assert not pictures.is_awake
    screen.view.show()
    assert pictures.is_awake
    pictures.watch(None)
    assert not pictures.is_awake


def test_that_a_folder_that_is_gone_is_said_and_can_be_watched_no_more(screen, tmp_path):
    desk = screen.view.desk
    look = _looker(screen, desk)
    desk.pictures.watch(tmp_path / "gone")
    look()
    assert "gone" in desk.bar.text()
    desk.bar.leave.click()
    assert desk.bar.text() == ""
    assert incoming.remembered() is None


def _looker(screen, desk):
    def look():
        screen.qtbot.waitUntil(lambda: not desk.pictures._is_looking, timeout=10_000)
        desk.pictures._clock.stop()
        desk.pictures.look()
        screen.qtbot.waitUntil(lambda: not desk.pictures._is_looking, timeout=10_000)

    return look


@pytest.fixture
def roll(screen, qtbot, tmp_path):
    """The dialog over four pictures: of now, of an hour ago, of yesterday, and one attached."""
    folder = tmp_path / "roll"
    folder.mkdir()
    screen.go("wat_03")
    screen.type("3,25")
    screen.settle()
    now = datetime.now(UTC)
    for number, back in enumerate((timedelta(), timedelta(hours=1), timedelta(days=3))):
        _photo(folder / f"{number}.jpg", (number, 50, 60), now - back)
    _attach(screen, "wat_09", _photo(folder / "known.jpg", (9, 9, 9), now))
    made = CameraRollDialog(screen.editor, screen.runner, folder, screen.view)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: not made.is_reading, timeout=10_000)
    return made


def test_that_pictures_by_time_become_one_act(roll, screen, qtbot):
    assert [address for address, _file in roll.model.wanted()] == ["wat_03"]
    roll.table.selectRow(0)
    roll.model.choose([0], "wat_08")
    QTest.keyClick(roll.table, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not roll.isVisible(), timeout=10_000)
    screen.settle()
    assert _names(screen, "wat_03") == ["0.jpg"]
    assert _names(screen, "wat_08") == ["2.jpg"]
    screen.editor.undo()
    qtbot.waitUntil(lambda: not _names(screen, "wat_03"), timeout=10_000)
    assert not _names(screen, "wat_08")
    assert _names(screen, "wat_09") == ["known.jpg"]


def test_that_a_camera_an_hour_behind_is_put_right(roll):
    assert roll.model.matched() == 2
    roll.shift.setValue(60)
    files = {file.name: address for address, file in roll.model.wanted()}
    assert files == {"1.jpg": "wat_03"}


def test_that_space_takes_or_leaves_and_what_is_attached_is_recognised(roll):
    rows = roll.model.rowCount()
    told = [roll.model.index(row, STATE).data() for row in range(rows)]
    known = next(row for row, words in enumerate(told) if "8.8" in words)
    roll.table.selectRow(known)
    QTest.keyClick(roll.table, Qt.Key.Key_Space)
    assert "known.jpg" in [file.name for _address, file in roll.model.wanted()]
    QTest.keyClick(roll.table, Qt.Key.Key_Space)
    assert "known.jpg" not in [file.name for _address, file in roll.model.wanted()]


def test_that_stopping_keeps_what_has_come(roll, screen, qtbot):
    roll.model.choose(range(3), "wat_08")
    roll.take()
    roll.reject()
    qtbot.waitUntil(lambda: not roll.isVisible(), timeout=10_000)
    screen.settle()
    assert len(_names(screen, "wat_08")) == 1


def test_that_pictures_that_cannot_come_are_told_and_the_others_do(roll, screen, qtbot):
    roll.model.choose([0, 1], "wat_08")
    (roll._folder / "2.jpg").write_text("<html>")
    roll.take()
    qtbot.waitUntil(lambda: bool(roll.banner.text()), timeout=10_000)
    assert "2.jpg" in roll.banner.text()
    assert _names(screen, "wat_08") == ["1.jpg"]
