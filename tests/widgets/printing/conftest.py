"""The print page with a press of its own: documents of empty pages, set in no time."""

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kta_desktop.domain.texts import Text
from kta_desktop.services import print_centre, printing
from kta_desktop.services.print_centre import SectionLine, SessionLine, Stock
from kta_desktop.services.printing import Kind, SheetCancelledError, SheetInfo
from ui.views.print_view import PrintView

PATIENCE_MS = 10_000
STOCK = Stock(
    number="KTA-2026-001",
    sections=(
        SectionLine(name="gen", number="1", title=Text(ru="Профиль"), is_complete=True),
        SectionLine(
            name="wat", number="8", title=Text(ru="Вода"), is_complete=False, faults=("8.4",)
        ),
        SectionLine(name="air", number="10", title=Text(ru="Воздух"), is_complete=False),
    ),
    sessions=(
        SessionLine(
            id="s-1", place="0014", names=({"ru": "Пыль"},), started_at="2026-11-22T08:00:00Z"
        ),
        SessionLine(
            id="s-2", place="0002", names=({"ru": "Азот"},), started_at="2026-11-22T09:00:00Z"
        ),
    ),
    counts={Kind.FILLED: 3, Kind.PROTOCOL: 3, Kind.MISSING: 6, Kind.REPORT: 5},
    others={Kind.PROTOCOL: 1},
)


@dataclass
class Press:
    """Stands for the setting: two pages for each section, one for any other document.

    Attributes:
        orders: What was ordered, in order.
        replaced: What it says could not be printed.
        error: What it raises.
        gate: Cleared, the setting waits until it is set or stopped.
    """

    orders: list = field(default_factory=list)
    replaced: tuple = ()
    error: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)

    def sheet(self, _ws, _audit, order, out, *, report, cancelled):
        self.orders.append(order)
        report(0.5, "Страницы верстаются")
        while not self.gate.wait(0.005):
            if cancelled():
                raise SheetCancelledError(path=out.name)
        if self.error is not None:
            raise self.error
        names = order.sections or [line.name for line in STOCK.sections]
        names = names if order.kind in (Kind.FILLED, Kind.BLANK, Kind.BOTH) else ["one"]
        document = pypdfium2.PdfDocument.new()
        for _page in range(2 * len(names)):
            document.new_page(595, 842)
        document.save(str(out))
        document.close()
        digest = hashlib.sha256(repr(order).encode()).hexdigest()
        starts = {f"section-{name}": 1 + 2 * place for place, name in enumerate(names)}
        return SheetInfo(
            path=Path(out),
            pages=2 * len(names),
            sha256=digest,
            code="CVG-AS",
            starts=starts,
            replaced=self.replaced,
        )


@pytest.fixture
def press(monkeypatch):
    """A press that is open."""
    made = Press()
    made.gate.set()
    monkeypatch.setattr(printing, "sheet", made.sheet)
    monkeypatch.setattr(print_centre, "stock", lambda _ws, _audit: STOCK)
    yield made
    made.gate.set()


@dataclass
class Desk:
    """The page as a person has it before them."""

    view: PrintView
    bot: object

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.bot.keyClick(QApplication.focusWidget() or self.view, key, modifier)

    def wait(self, until):
        self.bot.waitUntil(until, timeout=PATIENCE_MS)

    def settle(self, press, orders):
        """Wait until so many documents were ordered and the last one is there."""
        self.wait(lambda: len(press.orders) == orders and self.view.sheet is not None)

    def find(self, kind, name):
        return self.view.findChild(kind, name)


@pytest.fixture
def open_page(qtbot, runner, press):
    """Open the page of an audit; again with the choices it remembers."""

    def make(audit="a-1", *, wait=True):
        view = PrintView(object(), runner, audit)
        qtbot.addWidget(view)
        view.resize(1282, 640)
        view.show()
        desk = Desk(view, qtbot)
        if wait:
            desk.wait(lambda: view.sheet is not None)
        return desk

    return make
