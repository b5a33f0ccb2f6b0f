"""The print centre: every document, the page while it works, and narrow windows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kta_desktop.services.printing import Kind
from tests.gallery.stage import Stage, settle
from ui.views.print_view import PrintView

Build = Callable[[Stage, QSize], QWidget]
Act = Callable[[PrintView], None]


def shown(page: Build, act: Act | None = None, *, wait: bool = True) -> Build:
    """Return the print page once its pages are painted; ``act`` is done on it before."""

    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        view = window.findChild(PrintView)
        assert isinstance(view, PrintView)
        settle(lambda: view.sheet is not None)
        if act is not None:
            act(view)
        if wait:
            settle(lambda: _is_painted(view))
        return window

    return build


def _is_painted(view: PrintView) -> bool:
    preview = view.pages.preview
    return view.sheet is not None and all(preview.has(*pair) for pair in preview.needed())


def _page_nine(view: PrintView) -> None:
    view.pages.preview.turn_to(8)


def _blank(view: PrintView) -> None:
    view._choose(replace(view._choices, fill=Kind.BLANK, language="kk", table_rows=8))
    view._show_choices()


def _few(view: PrintView) -> None:
    view.panel._tick_open()
    view.panel.parts.setFocus()


def _protocol(view: PrintView) -> None:
    view.catalogue._choose(Kind.PROTOCOL)


def _working(view: PrintView) -> None:
    view.setting.forget()
    view._began()
    view.pages.progress(0.43, "Страницы верстаются")


def _nothing(view: PrintView) -> None:
    view.panel._tick_all()


def entries(page: Build) -> Iterator[Any]:
    """Yield name, modules and maker of each screen."""
    modules = ("views.print_view",)
    yield "print", modules, shown(page, _page_nine)
    yield "print-few", modules, shown(page, _few)
    yield "print-blank", modules, shown(page, _blank)
    yield "print-protocol", modules, shown(page, _protocol)
    yield "print-working", modules, shown(page, _working, wait=False)
    yield "print-nothing", modules, shown(page, _nothing, wait=False)
