"""Sheets that come back from paper, each with the questions it goes to."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kta_desktop.services import printing
from kta_desktop.services.printing import Kind, Order
from tests.gallery.stage import Stage, settle
from ui.dialogs.paper_dialog import PaperDialog

Build = Callable[[Stage, QSize], QWidget]
Entry = tuple[str, tuple[str, ...], Build]
_SHOWS = ("dialogs.paper_dialog",)


def entries(page: Build) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry; ``page`` makes a window to lie over."""
    return (
        ("paper", _SHOWS, _pages(page)),
        ("paper-attached", _SHOWS, _pages(page, is_attached=True)),
        ("paper-empty", _SHOWS, _empty(page)),
    )


def _dialog(stage: Stage, size: QSize, page: Build) -> PaperDialog:
    stage.parent = page(stage, size)
    dialog = PaperDialog(stage.ws, stage.audit, stage.runner, stage.parent)
    dialog.resize(dialog.size().boundedTo(size))
    dialog.show()
    settle(lambda: not dialog.is_busy)
    return dialog


def _empty(page: Build) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        dialog = _dialog(stage, size, page)
        dialog.code.setText("222-22")
        dialog.open_code()
        settle(lambda: bool(dialog.banner.text()))
        return dialog

    return build


def _pages(page: Build, *, is_attached: bool = False) -> Build:
    """Two scans and a photograph of pages, one of another audit, one without a code, no picture."""

    def build(stage: Stage, size: QSize) -> QWidget:
        dialog = _dialog(stage, size, page)
        dialog.take_files(_files(stage))
        settle(lambda: dialog.model.rowCount() >= 4 and not dialog.is_busy)
        if is_attached:
            dialog.attach()
            settle(lambda: bool(dialog.banner.text()))
        else:
            dialog.table.selectRow(dialog.model.rowCount() - 2)
        return dialog

    return build


def _files(stage: Stage) -> list[Path]:
    folder = stage.folder / "paper"
    folder.mkdir(exist_ok=True)
    scan = folder / "Скан 22.11.2026 в цехе розлива.pdf"
    order = Order(kind=Kind.BLANK, languages=("ru", "kk"), sections=("wat",))
    printing.sheet(stage.ws, stage.audit, order, scan)
    white, words = folder / "IMG_20261122_151204.jpg", folder / "Протокол.docx"
    Image.new("L", (900, 1270), 235).save(white)
    words.write_bytes(b"PK and nothing more")
    return [scan, white, words]
