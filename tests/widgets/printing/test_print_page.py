"""The page of printing: what is seen is what is saved and printed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.services import auditing, printing
from ui.views.print_view import PrintView
from ui.widgets.banner import Banner
from ui.widgets.label import Label
from ui.widgets.print_preview import PrintPreview
from ui.widgets.segments import Segments

WAIT_MS = 60_000


@pytest.fixture
def view(qtbot, workspace, runner):
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="ТОО «Ақбұлақ Сүт»"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    audit = auditing.start(workspace, new).id
    made = PrintView(workspace, runner, audit)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    made.show()
    qtbot.waitUntil(lambda: made.sheet is not None, timeout=WAIT_MS)
    return made


def press(qtbot, view, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or view, key, modifier)


def preview(view):
    return view.findChild(PrintPreview)


def shown_is_painted(view):
    return preview(view).has(preview(view).page, preview(view).wanted_width())


def test_that_the_first_page_is_shown_with_what_the_sheet_is(qtbot, view):
    qtbot.waitUntil(lambda: shown_is_painted(view), timeout=WAIT_MS)
    assert preview(view).page == 0
    assert preview(view).pages == view.sheet.pages > 1
    assert view.findChild(Label, "sheetCode").text() == view.sheet.code
    assert view.findChild(Label, "pagePlace").text() == f"1 из {view.sheet.pages}"


def test_that_page_down_turns_the_page(qtbot, view):
    view.focus_first()
    press(qtbot, view, Qt.Key.Key_PageDown)
    assert preview(view).page == 1
    qtbot.waitUntil(lambda: shown_is_painted(view), timeout=WAIT_MS)
    press(qtbot, view, Qt.Key.Key_PageUp)
    press(qtbot, view, Qt.Key.Key_PageUp)
    assert preview(view).page == 0


def test_that_the_saved_file_is_the_one_that_is_shown(qtbot, view, tmp_path, monkeypatch):
    target = tmp_path / "лист.pdf"
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *args: asked.append(args[2]) or (str(target), "")
    )
    view.focus_first()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(qtbot, view, Qt.Key.Key_S, both)
    qtbot.waitUntil(lambda: "Лист сохранён" in view.findChild(Banner).text(), timeout=WAIT_MS)
    assert target.read_bytes() == view.sheet.path.read_bytes()
    assert asked == ["KTA-2026-001-ru+kk.pdf"]


def test_that_a_folder_that_is_gone_is_said_and_nothing_is_lost(qtbot, view, tmp_path, monkeypatch):
    target = tmp_path / "gone" / "лист.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    view.save_pdf()
    qtbot.waitUntil(lambda: bool(view.findChild(Banner).text()), timeout=WAIT_MS)
    assert "Лист сохранён" not in view.findChild(Banner).text()
    assert view.sheet is not None


def test_that_another_language_makes_another_sheet(qtbot, view):
    before = view.sheet
    segments = view.findChild(Segments, "sheetLanguage")
    segments.setFocus()
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: view.sheet not in (None, before), timeout=WAIT_MS)
    assert view.sheet.sha256 != before.sha256
    assert view.sheet.path.name.endswith("-ru.pdf")


def test_that_every_page_goes_to_the_printer(qtbot, view, tmp_path):
    target = tmp_path / "printed.pdf"

    def choose(_parent, pages):
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFileName(str(target))
        printer.setFromTo(1, min(pages, 2))
        return printer

    view.ask_printer = choose
    view.focus_first()
    press(qtbot, view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "страниц: 2" in view.findChild(Banner).text(), timeout=WAIT_MS)
    assert printing.page_count(target) == 2
