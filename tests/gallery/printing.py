"""The print centre: every document, the page while it works, and narrow windows."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kta_desktop.services import auditing
from kta_desktop.services.printing import Kind
from tests.gallery.stage import Stage, settle
from ui.models.print_choices import Choices, PrintMemory
from ui.views.print_view import PrintView

Build = Callable[[Stage, QSize], QWidget]
Act = Callable[[PrintView], None]


def shown(page: Build, wanted: tuple[str, ...], act: Act | None = None, **chosen: Any) -> Build:
    """Return the print page with the pages of a few sections painted; ``act`` comes last."""

    def build(stage: Stage, size: QSize) -> QWidget:
        sections = auditing.load(stage.ws, stage.audit).definition.sections
        without = frozenset(section.name for section in sections) - frozenset(wanted)
        PrintMemory(stage.audit).keep_choices(Choices(without=without, **chosen))
        window = page(stage, size)
        view = window.findChild(PrintView)
        assert isinstance(view, PrintView)
        settle(lambda: _is_painted(view, wanted))
        if act is not None:
            act(view)
        return window

    return build


def _is_painted(view: PrintView, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return view._stock is not None
    preview = view.pages.preview
    return view.sheet is not None and all(preview.has(*pair) for pair in preview.needed())


def _at_sections(view: PrintView) -> None:
    view.panel.parts.setFocus()


def _working(view: PrintView) -> None:
    view._began()
    view.pages.progress(0.43, "Страницы верстаются")


def _printed(view: PrintView) -> None:
    view._printed(2)
    view._working("Печатается страница 3 из 7")


def entries(page: Build) -> Iterator[Any]:
    """Yield name, modules and maker of each screen."""
    modules, few = ("views.print_view",), ("wat", "wwt", "air", "wst")
    yield "print", modules, shown(page, few, _at_sections)
    yield (
        "print-blank",
        modules,
        shown(page, ("wat",), _printed, fill=Kind.BLANK, language="kk", table_rows=8),
    )
    yield (
        "print-protocol",
        modules,
        shown(page, ("wat",), _working, kind=Kind.PROTOCOL, layout="ministry", language="ru"),
    )
    yield "print-nothing", modules, shown(page, ())
