"""Cards are furnished when they are near to what is seen, and a few at a time after that."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.widgets.card_base import ListCard

_NEAR = 14  # more cards than a window shows
_AT_ONCE = 3
_BETWEEN_MS = 15


class Furnishing(QObject):
    """Makes what is seen of the cards of a list; what is on screen stays where it is meanwhile.

    Args:
        area: Where the cards are scrolled.
        cards: Returns them in order.
        settle: Works the layout out.
    """

    def __init__(
        self,
        area: QScrollArea,
        cards: Callable[[], Sequence[ListCard]],
        settle: Callable[[], None],
    ) -> None:
        super().__init__(area)
        self._area, self._cards, self._settle = area, cards, settle
        self._timer = QTimer(self, interval=_BETWEEN_MS)
        self._timer.timeout.connect(self._more)

    def near(self, place: int) -> None:
        """Furnish the cards that are seen with the one at a place; the others follow."""
        for card in self._cards()[max(place - _NEAR, 0) : place + _NEAR]:
            card.furnish()
        self.rest()

    def rest(self) -> None:
        """Furnish all cards, a few at a time."""
        self._timer.start()

    def _more(self) -> None:
        anchor = next((card for card in self._cards() if self._top(card) >= 0), None)
        top = self._top(anchor) if anchor is not None else 0
        made = 0
        for card in self._cards():
            made += card.furnish()
            if made == _AT_ONCE:
                break
        else:
            self._timer.stop()
        if made and anchor is not None:
            self._settle()
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + self._top(anchor) - top)

    def _top(self, card: ListCard) -> int:
        return card.mapTo(self._area.viewport(), QPoint(0, 0)).y()


def dress(card: ListCard) -> None:
    """Give what is new in a card its look, and work its layout out from the inside."""
    inside = card.findChildren(QWidget)
    for widget in inside:
        widget.ensurePolished()
    for widget in (*reversed(inside), card):
        layout = widget.layout()
        if layout is not None:
            layout.activate()
