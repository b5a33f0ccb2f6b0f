"""The way from one comment to the next through the checklist, and their marks in the outline."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.i18n import _
from kta_desktop.services.comments import aim
from ui.commenting import Commenting
from ui.widgets.question_card import QuestionCard
from ui.widgets.question_list import QuestionList
from ui.widgets.section_tree import SectionTree
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

NEXT_KEY, BACK_KEY = "Alt+M", "Alt+Shift+M"


class CommentWays(QObject):
    """Works for one checklist.

    Signals:
        said: A short confirmation for the status strip.
        jump: A ``Target`` on another page.

    Args:
        page: Where the keys work.
        commenting: The comments of the open audit.
        tree: The outline that is marked.
        questions: The cards.
        show: Goes to a question by its address.
    """

    said = Signal(str)
    jump = Signal(object)

    def __init__(
        self,
        page: "QWidget",
        commenting: Commenting,
        tree: SectionTree,
        questions: QuestionList,
        show: Callable[[str], object],
    ) -> None:
        super().__init__(page)
        self._commenting, self._tree = commenting, tree
        self._questions, self._show = questions, show
        self._opening = ""  # question whose comments are not read yet
        commenting.changed.connect(self._mark)
        bind(page, NEXT_KEY, lambda: self.step(1), PAGE)
        bind(page, BACK_KEY, lambda: self.step(-1), PAGE)
        commenting.load()
        self._mark()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) comment that waits for the auditor."""
        self._questions.commit()
        card = self._questions.current
        comment = self._commenting.beside(card.address if card else "", by)
        if comment is None:
            self.said.emit(_("No comment waits for an answer."))
            return
        place = self._commenting.place_of(comment)
        if place:
            self.open(place)
        else:
            self.jump.emit(aim(comment))

    def open(self, address: str) -> None:
        """Go to a question and to where its comment is answered; there once comments are read."""
        self._show(address)
        card = self._questions.current
        if isinstance(card, QuestionCard) and card.address == address:
            card.focus_comment()
            self._opening = "" if self._commenting.of(address) else address

    def _mark(self) -> None:
        if self._opening and self._commenting.of(self._opening):
            self.open(self._opening)
        places = {self._commenting.place_of(one) for one in self._commenting.waiting}
        self._tree.show_asked(self._commenting.sections(), frozenset(places - {""}))
