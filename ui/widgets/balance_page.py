"""The face «Балансы и нагрузка»: what comes in and goes out, and what the plant emits in a year."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.assessment.balance import Balance
from kta_desktop.assessment.load import Load, LoadKind
from kta_desktop.i18n import _, language
from kta_desktop.services import balance_view
from ui.models import balance_rows
from ui.models.balance_rows import KINDS, Spot, key_of, name_of
from ui.theme.tokens import GAP
from ui.widgets.figure_view import FigureView
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments
from ui.widgets.tab_chain import chain

_STAGES, _STREAMS = "stages", "streams"
_NUMBERS = (1, 2, 3)
_STAGE_WIDTHS: tuple[float, ...] = (0.26, 0.19, 0.19, 0.19, 0.17)
_STREAM_WIDTHS: tuple[float, ...] = (0.3, 0.18, 0.18, 0.19, 0.15)
_LOAD_WIDTHS = (0.49, 0.21, 0.11, 0.19)
_TABLE = (90, 360)  # px that a table takes at least and at most
_POINTS = 0.75  # of a logical pixel
_LEAST = 360.0  # points that a picture is drawn for at least


class _Hints(Label):
    """What is told of the chosen line of a table, a sentence a line; hidden if nothing is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "second", "tx2", parent=parent)

    def show_item(self, item: object) -> None:
        """Say what is told of a line."""
        told = item.told if isinstance(item, Spot) else ()
        self.setText("\n".join(f"• {each}" for each in told))
        self.setVisible(bool(told))


class BalancePanel(Panel):
    """One balance: its picture, and its stages or streams in a table.

    Signals: ``path_wanted`` with the path of what a line was entered at.
    """

    path_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._balances: Sequence[Balance] = ()
        self.chooser = Segments([], small=True)
        self.part = Segments([], small=True)
        self.chooser.chosen.connect(lambda _key: self._show())
        self.part.chosen.connect(lambda _key: self._show())
        self.add_action(self.chooser)
        self.add_action(self.part)
        self._told = Label("", "second", "tx2")
        self.figure = FigureView(self)
        self.hints = _Hints(self)
        self.table = LinesTable("balanceTable", self)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self.hints.show_item)
        self._omitted = Label("", "second", "tx2")
        for widget in (self._told, self.table, self.hints, self.figure, self._omitted):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.retranslate()

    @property
    def balance(self) -> Balance | None:
        """The balance that is shown; None if there is none."""
        key = self.chooser.value()
        return next((each for each in self._balances if key_of(each) == key), None)

    def show_balances(self, balances: Sequence[Balance]) -> None:
        """Show balances; the chosen one stays."""
        self._balances = balances
        self.chooser.set_options([(key_of(each), name_of(each)) for each in balances])
        if self.chooser.value() is None and balances:
            self.chooser.set_value(key_of(balances[0]))
        self._show()

    def choose(self, key: str) -> bool:
        """Show a balance and a stage of it: ``water`` or ``water/CIP``; False if there is none."""
        of, _slash, stage = key.partition("/")
        if of not in [key_of(each) for each in self._balances]:
            return False
        self.chooser.set_value(of)
        self.part.set_value(_STAGES)
        self._show()
        balance = self.balance
        names = [each.name for each in balance.stages] if balance else []
        if stage in names:
            self.table.selectRow(names.index(stage))
        return True

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Balances"))
        self.chooser.setAccessibleName(_("Balance"))
        self.part.setAccessibleName(_("Table"))
        self.part.set_options([(_STAGES, _("Stages")), (_STREAMS, _("Streams"))])
        if self.part.value() is None:
            self.part.set_value(_STAGES)
        self.show_balances(self._balances)

    def _show(self) -> None:
        balance = self.balance
        self.part.setVisible(balance is not None)
        self.table.setVisible(balance is not None)
        if balance is None:
            self.figure.show_figure(None)
            self.hints.show_item(None)
            self._omitted.hide()
            self._told.setText(
                _(
                    "No balance yet. Answer the questions about water, energy and materials: the "
                    "balances then stand here, stage by stage."
                )
            )
            return
        self._told.setText(_told(balance))
        self._told.setVisible(bool(self._told.text()))
        self._draw(balance)
        self._fill(balance)

    def _draw(self, balance: Balance) -> None:
        """Show the picture of the plant, or of its stages where they are asked for."""
        width = max(_LEAST, self.figure.width() * _POINTS)
        of_stages = self.part.value() == _STREAMS
        drawn = balance_view.picture(balance, language(), of_stages=of_stages, width=width)
        self.figure.show_figure(drawn.figure if drawn is not None else None)
        self._omitted.setText("; ".join(drawn.omitted) if drawn is not None else "")
        self._omitted.setVisible(bool(self._omitted.text()))

    def _fill(self, balance: Balance) -> None:
        if self.part.value() == _STREAMS:
            heads, lines = balance_rows.stream_heads(balance), balance_rows.streams(balance)
            widths = _STREAM_WIDTHS
        else:
            heads, lines = balance_rows.stage_heads(balance), balance_rows.stages(balance)
            widths = _STAGE_WIDTHS
        self.table.setAccessibleName(f"{_('Balance')}: {name_of(balance)}")
        numbers = (3,) if widths is _STREAM_WIDTHS else _NUMBERS
        self.table.show_lines(heads, lines, widths, numbers)
        _fit(self.table)
        self.hints.show_item(self.table.item())

    def _open(self, item: object) -> None:
        if isinstance(item, Spot) and item.path:
            self.path_wanted.emit(item.path)


class LoadPanel(Panel):
    """What each source emits in a year, beside what is permitted; where sources lie.

    Signals: ``path_wanted`` with the path of what a line was entered at.
    """

    path_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._load = Load()
        self._year = Label("", "second", "tx2")
        self.add_beside(self._year)
        self.kind = Segments([], small=True)
        self.kind.chosen.connect(lambda _key: self._show())
        self._told = Label("", "second", "tx2")
        self.table = LinesTable("loadTable", self)
        self.table.opened.connect(self._open)
        self._plan_title = Label("", "strong")
        self.plan = FigureView(self)
        self.hints = _Hints(self)
        self.table.chosen.connect(self.hints.show_item)
        self.body.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._told)
        for widget in (self.table, self.hints, self._plan_title, self.plan):
            self.body.addWidget(widget)
        chain([self.kind, self.table])
        self.body.addStretch(1)
        self.retranslate()

    def show_load(self, load: Load) -> None:
        """Show the load; the chosen kind stays."""
        self._load = load
        kinds = balance_rows.kinds(load)
        self.kind.set_options([(kind, _(KINDS[kind])) for kind in kinds])
        if self.kind.value() is None and kinds:
            self.kind.set_value(kinds[0])
        self._show()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Load of a year"))
        self.kind.setAccessibleName(_("What is emitted"))
        self.table.setAccessibleName(_("Load by source"))
        self._plan_title.setText(_("Sources on the site"))
        self.show_load(self._load)

    def _show(self) -> None:
        year = self._load.year
        self._year.setText(_("year {year}").format(year=year) if year else _("year not stated"))
        chosen = self.kind.value()
        is_there = chosen is not None
        self._year.setVisible(is_there)
        self.kind.setVisible(is_there)
        self.table.setVisible(is_there)
        self._told.setVisible(not is_there)
        self._told.setText(
            _("No load yet. It comes from the tables of sources, outlets, fuel and waste.")
        )
        if chosen is not None:
            kind = LoadKind(chosen)
            lines = balance_rows.loads(self._load, kind)
            self.table.show_lines(balance_rows.load_heads(kind), lines, _LOAD_WIDTHS, (1, 2, 3))
            _fit(self.table)
        self.hints.show_item(self.table.item() if is_there else None)
        plan = balance_view.plan(self._load, language()) if self._load.lines else None
        self._plan_title.setVisible(plan is not None)
        self.plan.show_figure(plan.figure if plan is not None else None)

    def _open(self, item: object) -> None:
        if isinstance(item, Spot) and item.path:
            self.path_wanted.emit(item.path)


class BalancePage(QScrollArea):
    """Balances beside the load; in a narrow window below each other.

    Signals: ``path_wanted`` with the path of what a line was entered at.
    """

    path_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("balancePage")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what has the focus in it scrolls it
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.balances, self.load = BalancePanel(self), LoadPanel(self)
        self._found: tuple[Sequence[Balance], Load] = ((), Load())
        self._is_due = False
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(lambda: self.load.show_load(self._found[1]))
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setHandleWidth(GAP)
        self._panes.setChildrenCollapsible(False)
        self._panes.setProperty("look", "bare")
        for panel in (self.balances, self.load):
            panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            panel.path_wanted.connect(self.path_wanted)
            self._panes.addWidget(panel)
        self._panes.setSizes([700, 520])
        inside = QWidget(self)
        inside.setProperty("ground", "bg")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panes)
        self.setWidget(inside)
        self.retranslate()

    def show_found(self, balances: Sequence[Balance], load: Load) -> None:
        """Show balances and load, now or as soon as they can be seen: pictures take their time."""
        if self._found == (balances, load):
            return
        self._found = (balances, load)
        self._is_due = True
        if self.isVisible():
            self._show_due()

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the panels below each other, or side by side."""
        way = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        self._panes.setOrientation(way)

    def key(self) -> str:
        """Return the key of the balance that is shown; empty if there is none."""
        balance = self.balances.balance
        return key_of(balance) if balance is not None else ""

    def choose(self, key: str) -> bool:
        """Show a balance and its stage; False if there is none of this key."""
        self._show_due()
        return self.balances.choose(key)

    def focus_first(self) -> None:
        """Put the focus on the choice of balances."""
        first = self.balances.chooser if self.balances.balance is not None else self.load.kind
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """Take the focus to the other panel."""
        inside = self.load.isAncestorOf(self.focusWidget() or self)
        (self.balances.table if inside else self.load.table).setFocus()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(_("Balances and load"))
        self.balances.retranslate()
        self.load.retranslate()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_due()

    def _show_due(self) -> None:
        if self._is_due:
            self._is_due = False
            self.balances.show_balances(self._found[0])
            self._turn.start()  # the load in a turn of its own: neither keeps a key waiting


def _fit(table: LinesTable) -> None:
    """Give a table the height of its rows, up to where it scrolls."""
    rows = sum(table.rowHeight(row) for row in range(table.lines.rowCount()))
    least, most = _TABLE
    table.setFixedHeight(min(max(rows + table.horizontalHeader().height() + 4, least), most))


def _told(balance: Balance) -> str:
    """Return the year of a balance and what it lacks."""
    year = _("year {year}").format(year=balance.year) if balance.year else _("year not stated")
    lacking = balance_rows.missing(balance)
    missing = _("Missing")
    return f"{year}. {missing}: {lacking}" if lacking else year
