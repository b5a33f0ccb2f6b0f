"""Where results are sent: a folder, a WebDAV collection or a bucket is named, tried and kept."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import remotes
from kta_desktop.services.remotes import Reached, RemoteInfo
from ui.dialogs.page_parts import action_bar, open_at, pinned, scrolled
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.remote_form import RemoteForm

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace
    from ui.tasks import TaskRunner

WIDTH_PX = 620
AIR_PX = 12  # above and below the fields, beside the margins


class AddRemoteDialog(QDialog):
    """Asks for a place of delivery and keeps it; stays open until it is kept or left.

    Signals: ``saved`` with the ``RemoteInfo`` of the place.

    Args:
        workspace: Where it is kept.
        runner: Does the work.
        known: The place whose settings are changed; None for a new one.

    Attributes:
        form: Its fields.
        banner: What a try or keeping it came to.
    """

    saved = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        runner: "TaskRunner",
        known: RemoteInfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner, self._known = workspace, runner, known
        self._is_busy = self._is_kept = False
        self.form = RemoteForm(known)
        self.banner = Banner()
        self._try = KeyButton(_("Check the place"), "F5", "refresh-cw")
        self._add = KeyButton("", "Enter", "check", "primary")
        self._leave = KeyButton(_("Leave as it is"), "Esc")
        is_new = known is None
        self.setWindowTitle(_("Add a place of delivery") if is_new else _("Place of delivery"))
        self._add.set_text(_("Add the place") if is_new else _("Keep the changes"))
        self._build()
        self._connect()
        self._offer()
        self._fit()
        first = self.form.name_field if is_new else self.form.address
        first.field.setFocus()

    @property
    def name(self) -> str:
        """Name as typed."""
        return self.form.name

    @property
    def folder(self) -> str:
        """Folder or address as typed or picked."""
        return self.form.url

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # only now its parts have the size of their looks

    def try_out(self) -> None:
        """Look at the place by what is typed and say in one sentence what is there."""
        if self._is_busy or not self.form.url:
            return
        self._work(_("Asking…"))
        name, settings = self.form.name, self.form.settings()
        self._runner.run_pool(
            lambda _report, _cancelled: remotes.tried(self._workspace, name, settings),
            self,
            self._tried,
            self._refuse,
        )

    def keep(self) -> None:
        """Set the place up if it is new there, and keep what was typed."""
        if self._is_kept:
            self.accept()
            return
        if self._is_busy or not (self.form.name and self.form.url):
            return
        self._work(_("Asking…"))
        act = remotes.add if self._known is None else remotes.change
        name, settings = self.form.name, self.form.settings()
        self._runner.run_pool(
            lambda _report, _cancelled: act(self._workspace, name, settings),
            self,
            self._done,
            self._refuse,
        )

    def _build(self) -> None:
        self._try.setObjectName("tryRemote")
        self._add.setObjectName("addRemote")
        self._add.setDefault(True)
        self._try.setAutoDefault(False)
        self._try.setShortcut("F5")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._area = scrolled((self.form,))
        layout.addWidget(self._area, 1)
        layout.addWidget(pinned(self.banner))
        layout.addWidget(action_bar((self._try,), (self._leave, self._add)))

    def _connect(self) -> None:
        self._try.clicked.connect(self.try_out)
        self._add.clicked.connect(self.keep)
        self._leave.clicked.connect(self.reject)
        self.form.changed.connect(self._offer)
        self.form.kind_changed.connect(self._fit)

    def _offer(self) -> None:
        has_address = bool(self.form.url)
        self._try.setEnabled(has_address and not self._is_busy and not self._is_kept)
        self._add.setEnabled(has_address and bool(self.form.name) and not self._is_busy)

    def _fit(self) -> None:
        """Be as high as the fields need, and no higher than the screen."""
        others = self.sizeHint().height() - self._area.sizeHint().height()
        fields = self.form.height_at(WIDTH_PX - 2 * MARGIN)
        open_at(self, WIDTH_PX, fields + 2 * MARGIN + AIR_PX + others)

    def recover(self) -> None:
        """Take a bug in the work as its end: what was typed stays, and can be tried again."""
        self._is_busy = False
        self.banner.clear()
        self._offer()
        self._fit()

    def _work(self, text: str) -> None:
        self._is_busy = True
        self.banner.show_message("info", text)
        self._offer()
        self._fit()

    def _tried(self, found: Reached) -> None:
        self._is_busy = False
        self.banner.show_message("ok", found.sentence())
        self._offer()
        self._fit()

    def _refuse(self, error: KtaError) -> None:
        """Say what is wrong, at its field if it has one; what was typed stays."""
        self._is_busy = False
        self.banner.clear()
        if not self.form.say(error):
            self.banner.show_error(error)
        self._offer()
        self._fit()
        focused = self.focusWidget()
        if focused is not None and self.form.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused)

    def _done(self, info: RemoteInfo) -> None:
        self._is_busy = False
        self.saved.emit(info)
        if not info.pending:
            self.accept()
            return
        self._is_kept = True
        self.form.setEnabled(False)
        self._leave.hide()
        self._add.set_text(_("Close"))
        self._add.setFocus()  # the field that had it is closed
        self.banner.show_message(
            "warning",
            _("The place is on the list, but it cannot be reached at the moment. The program sets "
              "it up as soon as it can."),
        )  # fmt: skip
        self._offer()
        self._fit()
