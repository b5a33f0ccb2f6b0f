"""The review that is being written: new comments, what became of earlier ones, and the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.ids import new_id
from kta_desktop.formatting import time_
from kta_desktop.forms.entry import iso_date
from kta_desktop.i18n import _, language
from kta_desktop.services.comments import Comment
from kta_desktop.services.review_drafts import Draft, Remark
from ui.models import intake, intake_words
from ui.models.intake import Reviewed, Standing
from ui.theme.tokens import PADDING
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.intake_composer import LONGEST, Composer
from ui.widgets.intake_rows import RowList
from ui.widgets.intake_terms import Terms
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel

SAVE_MS = 1000  # after the last keystroke
_LEAST_PX = 96  # of the list
_LOW_PX = 460  # below it only one of text and terms has room


class ReviewPanel(Panel):
    """Writes one review. It stores nothing: whoever shows it does, whenever ``changed``.

    Of a version that was reviewed already it shows the comments alone.

    Attributes:
        draft: The review as it is now.
        is_open: Whether the version waits for it.

    Signals:
        changed: the ``Draft`` as it is now, to be stored.
        edited: the ``Draft`` after every change of what it speaks of.
        place_wanted: path of the comment that was entered.
        left: Esc was pressed.
        return_wanted, accept_wanted: A verdict was chosen.
    """

    changed = Signal(object)
    edited = Signal(object)
    place_wanted = Signal(str)
    left = Signal()
    return_wanted = Signal()
    accept_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.draft, self.is_open = Draft(), True
        self._earlier: tuple[Comment, ...] = ()
        self._titles: Mapping[str, tuple[str, str]] = {}
        self._removed: Remark | None = None
        self._round, self._is_low = 1, False
        self._saved_at = ""
        self._chip, self._saved = Chip(), Label("", "second", "ok", wrap=False)
        self.list = RowList("intakeReview")
        self.list.setMinimumHeight(_LEAST_PX)
        self.composer, self.terms = Composer(), Terms()
        self._hint = Label("", "second", "tx2")
        self.whole = KeyButton("", "Alt+0", "message-square", small=True)
        self.resolve = KeyButton("", "Alt+1", "circle-check", small=True)
        self.reopen = KeyButton("", "Alt+2", "circle-alert", small=True)
        self.give_back = KeyButton("", "Ctrl+R")
        self.accept = KeyButton("", "Ctrl+Enter", "circle-check", "primary")
        self._judging, self._foot = QWidget(), QFrame()
        self._later = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._arrange()
        self._connect()
        self.retranslate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < _LOW_PX
        if is_low != self._is_low:
            self._is_low = is_low
            self.give_back.set_key("" if is_low else "Ctrl+R")
            self.accept.set_key("" if is_low else "Ctrl+Enter")
            self._follow()

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that nobody was asked to store yet."""
        return self._later.isActive()

    @property
    def faults(self) -> tuple[str, ...]:
        """Why it cannot be published yet, in sentences."""
        found = [
            _("A comment is longer than {count} characters.").format(count=LONGEST)
            for one in self.draft.written
            if len(one.text) > LONGEST
        ]
        if self.draft.until and not iso_date(self.draft.until):
            found.append(_("«{text}» is not a date.").format(text=self.draft.until))
        return tuple(found)

    def show_version(self, shown: Reviewed, titles: Mapping[str, tuple[str, str]]) -> None:
        """Show the review of a version; ``titles`` are number and title by path."""
        self._later.stop()
        self.draft, self._earlier, self._titles = shown.draft, shown.comments, titles
        self._round, self._removed, self._saved_at = shown.version.round, None, ""
        self.is_open = shown.version.standing is Standing.WAITING
        for part in (self._foot, self.terms, self.whole):
            part.setVisible(self.is_open)
        self.terms.show_terms(shown.draft.until, shown.draft.note)
        self.list.setCurrentIndex(self.list.rows.index(-1))
        self._show()

    def comment_on(self, path: str) -> None:
        """Begin a comment on a path, or go on with the new one that is there, and write."""
        if not self.is_open:
            return
        found = next((one for one in self.draft.remarks if path and one.path == path), None)
        if found is None:
            found = Remark(id=new_id(), path=path, text="")
            self._take(intake.with_remark(self._tidy(), found))
        self.list.choose(found.id)
        self._follow()
        self.composer.write()

    def judge(self, *, is_resolved: bool) -> None:
        """Say of the earlier comment that is chosen that it is answered, or that it is not."""
        comment = self._chosen_earlier()
        if comment is not None and self.is_open:
            self._take(intake.judged(self.draft, comment.id, is_resolved=is_resolved))
            self.flush()

    def remove(self) -> None:
        """Take the new comment away that is chosen; ``restore`` brings it back."""
        remark = intake.remark_of(self.draft, self.list.item())
        if remark is not None:
            self._removed = remark if remark.text.strip() else self._removed
            self._take(intake.without_remark(self.draft, remark.id))
            self.flush()
            if self.list.isHidden():
                self.left.emit()
            else:
                self.list.setFocus()

    def restore(self) -> bool:
        """Bring back the comment that was removed last; False if there is none."""
        removed, self._removed = self._removed, None
        if removed is None:
            return False
        self._take(intake.with_remark(self.draft, removed))
        self.list.choose(removed.id)
        self.flush()
        return True

    def flush(self) -> None:
        """Ask at once for what was typed to be stored."""
        if self._later.isActive():
            self._later.stop()
        self.changed.emit(self.draft)

    def hold(self) -> None:
        """Ask for nothing to be stored any more: the review is being published."""
        self._later.stop()

    def show_saved(self, at: str) -> None:
        """Show the ISO time at which the draft was stored."""
        self._saved_at = at
        clock = time_(at, language()) if at else ""
        self._saved.setText(_("saved {time}").format(time=clock) if at else "")

    def focus_first(self) -> None:
        """Give the keyboard to the comments; where there are none, to accepting."""
        (self.accept if self.list.isHidden() else self.list).setFocus()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Review"))
        self.list.setAccessibleName(_("Comments"))
        self.whole.set_text(_("Whole audit"))
        self.whole.setAccessibleName(_("Comment on the audit as a whole"))
        self.resolve.set_text(_("Resolved"))
        self.reopen.set_text(_("Open again"))
        self.composer.retranslate()
        self.terms.retranslate()
        self.show_saved(self._saved_at)
        self._show()

    def _arrange(self) -> None:
        for button, name in (
            (self.whole, "remarkWhole"),
            (self.resolve, "resolveComment"),
            (self.reopen, "reopenComment"),
            (self.give_back, "returnVersion"),
            (self.accept, "acceptVersion"),
        ):
            button.setObjectName(name)
        self.add_action(self._saved)
        self.add_action(self._chip)
        foot = self._foot
        foot.setObjectName("panelFoot")
        _line(self._judging, (self.resolve, self.reopen), right=False)
        _line(foot, (self.give_back, self.accept), right=True)
        self._hint.setContentsMargins(PADDING, PADDING, PADDING, 0)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self._hint)
        self.body.addWidget(self.list, 1)
        for part in (self._judging, self.composer, self.terms, foot):
            self.body.addWidget(part)

    def _connect(self) -> None:
        self._later.timeout.connect(self.flush)
        self.list.chosen.connect(lambda _item: self._follow())
        self.list.opened.connect(lambda _item: self._open())
        self.composer.typed.connect(self._type)
        self.composer.left.connect(self.left)
        self.composer.remove_wanted.connect(self.remove)
        self.terms.typed.connect(self._set_terms)
        self.whole.clicked.connect(lambda: self.comment_on(""))
        self.resolve.clicked.connect(lambda: self.judge(is_resolved=True))
        self.reopen.clicked.connect(lambda: self.judge(is_resolved=False))
        self.give_back.clicked.connect(self.return_wanted)
        self.accept.clicked.connect(self.accept_wanted)

    def _open(self) -> None:
        """Write on in a new comment; of an earlier one show the place."""
        if intake.remark_of(self.draft, self.list.item()) is not None:
            self.composer.write()
            return
        comment = self._chosen_earlier()
        if comment is not None and comment.path:
            self.place_wanted.emit(comment.path)

    def _type(self, text: str) -> None:
        remark = intake.remark_of(self.draft, self.list.item())
        if remark is not None and remark.text != text:
            self._take(intake.with_remark(self.draft, replace(remark, text=text)))
            self._later.start()

    def _set_terms(self, until: str, note: str) -> None:
        self.draft = replace(self.draft, until=until, note=note)
        self._later.start()
        self._offer()

    def _tidy(self) -> Draft:
        """Return the draft without new comments that say nothing."""
        return replace(self.draft, remarks=self.draft.written)

    def _take(self, draft: Draft) -> None:
        self.draft = draft
        self.show_saved("")
        self._show()
        self.edited.emit(draft)

    def _show(self) -> None:
        rows = intake_words.review_rows(self.draft, self._earlier, self._titles)
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._hint.setVisible(not rows)
        self._hint.setText(
            _("No comments yet. Enter on a row at the left begins one; Ctrl+F finds any question.")
        )
        text = _("Round {number}").format(number=self._round)
        self._chip.show_state(text, "message-square", "plain")
        self._follow()
        self._offer()

    def _follow(self) -> None:
        """Show what can be done with the comment that is chosen."""
        remark, comment = intake.remark_of(self.draft, self.list.item()), self._chosen_earlier()
        self.composer.setVisible(remark is not None)
        self.terms.setVisible(self.is_open and (remark is None or not self._is_low))
        if remark is not None:
            number, title = intake_words.anchor_of(remark.path, self._titles)
            self.composer.show_remark(remark, number, title)
        self._judging.setVisible(comment is not None and self.is_open)

    def _offer(self) -> None:
        """Say on the buttons what they come to."""
        count = len(self.draft.written)
        text = _("Return ({count})…") if count else _("Return…")
        self.give_back.set_text(text.format(count=count))
        told = _("Return the version with new comments: {count}").format(count=count)
        self.give_back.setAccessibleDescription(told)
        self.accept.set_text(_("Accept…"))

    def _chosen_earlier(self) -> Comment | None:
        item = self.list.item()
        return next((one for one in self._earlier if one.id == item), None)


def _line(parent: QWidget, buttons: Sequence[QWidget], *, right: bool) -> None:
    """Set buttons into a line of ``parent``, or more where they need them."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(PADDING, 8, PADDING, 8)
    flow = FlowLayout(right=right)
    for button in buttons:
        flow.addWidget(button)
    column.addLayout(flow)


def titles_of(shown: Reviewed) -> dict[str, tuple[str, str]]:
    """Return number and title of everything in a version that a comment can be about."""
    known = {one.path: (one.number, one.title) for one in shown.asked}
    parts: Sequence[tuple[str, tuple[str, str]]] = [
        (one.path, (one.number, one.title)) for one in shown.changed
    ]
    return {**dict(parts), **known}
