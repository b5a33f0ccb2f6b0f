"""What stands at the right of a question: how much proves it, and what there is to know of it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.widgets.chip import Chip
from ui.widgets.label import IconLabel, Label


class CardSigns:
    """A row of chips, each made when it is shown first: most cards of a section have none."""

    def __init__(self, card: QWidget) -> None:
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        self._card = card
        self._chips: dict[str, Chip] = {}
        self._clips: tuple[IconLabel, Label] | None = None

    def show_clips(self, count: int) -> None:
        """Show how many attachments there are; 0 shows nothing."""
        if not count and self._clips is None:
            return
        icon, label = self._clips or self._made_clips()
        label.setText(str(count))
        label.setAccessibleName(_("Evidence: {name}").format(name=count))
        icon.setVisible(count > 0)
        label.setVisible(count > 0)

    def show_chip(self, name: str, text: str, icon: str = "", tone: str = "info") -> None:
        """Show a chip, or take it away if it has no text."""
        chip = self._chips.get(name)
        if chip is None:
            if not text:
                return
            chip = self._chips[name] = Chip(parent=self._card)
            self.row.addWidget(chip)
        chip.setVisible(bool(text))
        if text:
            chip.show_state(text, icon, tone)

    def _made_clips(self) -> tuple[IconLabel, Label]:
        made = (
            IconLabel("paperclip", "tx2", 14, parent=self._card),
            Label("", "second", "tx2", wrap=False, parent=self._card),
        )
        self._clips = made
        for place, widget in enumerate(made):
            self.row.insertWidget(place, widget)
        return made
