"""Techniques, indicators, balances and load of the demonstration."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.services import bottleneck_links
from tests.gallery.stage import Stage, settle
from ui.app.main_window import MainWindow
from ui.assessment import AssessmentModel
from ui.dialogs.technique_acts import UnitDialog
from ui.dialogs.technique_more import TechniqueMoreDialog
from ui.models import bat_rows, range_rows
from ui.views.bat_view import BatView
from ui.widgets.bat_head import BALANCES, INDICATORS

Build = Callable[[Stage, QSize], QWidget]
Entry = tuple[str, tuple[str, ...], Build]
_HIGH = 500  # px: the fields of a technique and its first criteria


def entries(page: Build) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry.

    Args:
        page: Makes a window that shows the page.
    """
    shows = ("views.bat_view",)
    return (
        ("bat", shows, _shown(page, _techniques)),
        ("bat-indicator", shows, _shown(page, _indicator)),
        ("bat-ranges", shows, _shown(page, _ranges)),
        ("bat-range", shows, _shown(page, _range)),
        ("bat-balances", shows, _shown(page, _balances)),
        ("bat-technique", ("dialogs.technique_more",), _more(page)),
        ("bat-unit", ("dialogs.technique_acts",), _unit(page)),
    )


def _shown(page: Build, act: Callable[[BatView], None]) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        act(_view(window))
        return window

    return build


def _view(window: QWidget) -> BatView:
    assert isinstance(window, MainWindow)
    assert window.frame is not None
    view = window.frame.page
    assert isinstance(view, BatView)
    model: AssessmentModel = view.model
    settle(lambda: model.is_current)
    return view


def _techniques(view: BatView) -> None:
    found = view.model.found
    assert found is not None
    confirmed = [line.key for bat in found.bats for line in bat.lines if line.state is not None]
    view.techniques.choose(confirmed[len(confirmed) // 2])
    view.focus_first()


def _indicator(view: BatView) -> None:
    found = view.model.found
    assert found is not None
    if view.indicators.isHidden():
        view.show_face(INDICATORS)
    shown = [each for each in found.indicators if each.judgement.level is not None]
    view.indicators.show_in_full(shown[0].key)


def _ranges(view: BatView) -> None:
    if view.indicators.isHidden():
        view.show_face(INDICATORS)
    view.indicators.list.opened.emit(range_rows.FOLD)
    view.indicators.list.choose(range_rows.FOLD)
    view.indicators.list.scrollToBottom()


def _range(view: BatView) -> None:
    _ranges(view)
    rows = view.indicators.list.keyed.rows
    view.indicators.show_in_full(rows[-1].key)


def _balances(view: BatView) -> None:
    view.show_face(BALANCES)
    view.focus_first()


def _more(page: Build) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        view = _view(page(stage, size))
        found = view.model.found
        assert found is not None
        bat, line = next(
            (bat, line) for bat in found.bats for line in bat.lines if line.row is not None
        )
        title = bat_rows.line_title(bat, line)
        leads = bottleneck_links.of_technique(found, line.technique.id)
        dialog: QDialog = TechniqueMoreDialog(view.editor, found.known, line, title, view, leads)
        dialog.show()
        dialog.resize(QSize(dialog.width(), _HIGH).boundedTo(size))
        return dialog

    return build


def _unit(page: Build) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        view = _view(page(stage, size))
        view.act("add_unit")
        dialog = view.findChild(UnitDialog)
        assert dialog is not None
        return dialog

    return build
