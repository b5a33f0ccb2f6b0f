"""The panel «Веса»: four weights that always add up to 100, and when places would change."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from kta_desktop.services.bottleneck_scene import (
    DEFAULT_WEIGHTS,
    PART_NAMES,
    Part,
    with_weight,
)
from ui.theme.tokens import PADDING
from ui.widgets.bottleneck_slider import WeightSlider
from ui.widgets.bottleneck_swatch import PartSwatch
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.overview_panel import Scroller
from ui.widgets.panel import Panel

Weights = Mapping[Part, Decimal]
_REST_MS = 600  # without a key before a weight that was moved by keys is stored


class WeightsPanel(Panel):
    """Sliders of the weights.

    Signals:
        moved: Weights while a slider is being moved.
        settled: Weights to be stored, once they came to rest.
    """

    moved = Signal(object)
    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._weights: Weights = DEFAULT_WEIGHTS
        self._is_showing = False
        self.sliders = {part: WeightSlider(part) for part in PART_NAMES}
        self._names = {part: Label("", wrap=True) for part in PART_NAMES}
        self._numbers = {part: Label("", "strong", wrap=False) for part in PART_NAMES}
        self._swatches = {part: PartSwatch(part) for part in PART_NAMES}
        self._sum = Label("", "second", "tx2", wrap=False)
        self.default = KeyButton(icon="history", small=True)
        self.default.setObjectName("weightsDefault")
        self.default.clicked.connect(self._take_default)
        self._strip = Label("", "second", "tx2")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._settle)
        self.add_action(self._sum)
        self._arrange()
        for part, slider in self.sliders.items():
            slider.valueChanged.connect(lambda value, part=part: self._move(part, value))
            slider.sliderReleased.connect(self._settle)
        self.retranslate()

    @property
    def weights(self) -> Weights:
        """The weights that are shown."""
        return self._weights

    def show_weights(self, weights: Weights) -> None:
        """Show stored weights; those that are being moved stay as they are."""
        if self._rest.isActive() or any(each.isSliderDown() for each in self.sliders.values()):
            return
        self._show(weights)

    def show_swaps(self, swaps: Sequence[str]) -> None:
        """Show at which weights places would change."""
        said = "\n".join(f"• {swap}" for swap in swaps)
        lead = _("A place changes if:") if swaps else _("No weight alone changes the order.")
        self._strip.setText(f"{lead}\n{said}".strip())

    def commit(self) -> None:
        """Store weights that are still being moved."""
        if self._rest.isActive():
            self._settle()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Weights"))
        self._sum.setText(_("sum {percent}").format(percent=formatting.percent(100, language())))
        self.default.set_text(_("By default"))
        self._show(self._weights)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for place, part in enumerate(PART_NAMES):
            row = 2 * place
            grid.addWidget(self._swatches[part], row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._names[part], row, 1)
            grid.addWidget(self._numbers[part], row, 2)
            grid.addWidget(self.sliders[part], row + 1, 0, 1, 3)
        area = Scroller()
        area.column.setContentsMargins(PADDING, 8, PADDING, 8)
        area.column.setSpacing(6)
        area.column.addLayout(grid)
        area.column.addWidget(self.default)
        area.column.addWidget(self._strip)
        area.column.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(area)

    def _show(self, weights: Weights) -> None:
        self._weights = weights
        self._is_showing = True
        for part, slider in self.sliders.items():
            name, value = _(PART_NAMES[part]), weights.get(part, Decimal(0))
            said = formatting.percent(value, language(), 0)
            slider.setValue(int(value))
            slider.setAccessibleName(_("Weight: {part}").format(part=name))
            slider.setAccessibleDescription(said)
            self._names[part].setText(name)
            self._numbers[part].setText(said)
        self._is_showing = False

    def _move(self, part: Part, value: int) -> None:
        if self._is_showing:
            return
        self._show(with_weight(self._weights, part, value))
        self.moved.emit(self._weights)
        if not self.sliders[part].isSliderDown():
            self._rest.start()

    def _take_default(self) -> None:
        self._show(DEFAULT_WEIGHTS)
        self.moved.emit(self._weights)
        self._settle()

    def _settle(self) -> None:
        self._rest.stop()
        self.settled.emit(self._weights)
