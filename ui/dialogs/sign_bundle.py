"""The signatures of a version: who signed, sign with a key file, or with another program."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import signing_bundles, signing_bundles_words
from kta_desktop.services.signing_bundles import BundleSignature, Role, SignatureState, Standing
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.dialogs.sign_with_key import SignWithKeyDialog
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import FocusRing
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.print_verdict import VerdictBlock
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace
    from ui.tasks import TaskRunner

_WIDTH, _HEIGHT = 820, 560  # px
Ask = Callable[[QWidget, str], str]


class SignBundleDialog(GrowingDialog):
    """Shows the signatures of the last version of an audit and takes further ones.

    Signals: ``changed`` when a version was closed or a signature added.

    Args:
        workspace: Where the audit is.
        audit: Id of the audit.
        runner: Does the work.

    Attributes:
        ask_list: Asks where to save the list to sign, given a name; an empty answer leaves.
        ask_signature: Asks for a signature file; an empty answer leaves.
        role: As what the next signature is given.
        banner: What went wrong, or what to do next.
    """

    changed = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        audit: str,
        runner: "TaskRunner",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("signBundle")
        self.setWindowTitle(_("Signatures of the version"))
        self._workspace, self._audit, self._runner = workspace, audit, runner
        self._known: Standing | None = None
        self.is_busy = False
        self.ask_list: Ask = _ask_list
        self.ask_signature: Ask = _ask_signature
        self.banner = Banner()
        self._build()
        self._connect()
        self.read()

    def read(self) -> None:
        """Read how far the signing is and show it."""
        self._begin(
            lambda: signing_bundles.standing(self._workspace, self._audit),
            self.show_standing,
            clear=False,
        )

    def signatures(self) -> list[str]:
        """Return what is said of each signature."""
        return [block.accessibleName() for block in self._blocks()]

    def sign_with_key(self) -> None:
        """Ask for a key file and sign with it."""
        if self.is_busy:
            return
        dialog = SignWithKeyDialog(
            self._workspace, self._audit, self._chosen_role(), self._runner, self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self._added)
        dialog.open()

    def save_list(self) -> None:
        """Ask where to, and save what another program signs."""
        known = self._known
        if known is None or self.is_busy:
            return
        name = f"{known.number or 'audit'}-v{known.signs}.txt"
        chosen = self.ask_list(self, name)
        if chosen:
            out = Path(chosen)
            self._begin(
                lambda: signing_bundles.export_manifest(self._workspace, self._audit, out),
                lambda _version: self._saved(out),
            )

    def take_file(self) -> None:
        """Ask for a signature that another program made, and take it."""
        chosen = "" if self.is_busy else self.ask_signature(self, "")
        if chosen:
            role = self._chosen_role()
            self._begin(
                lambda: signing_bundles.import_file(
                    self._workspace, self._audit, Path(chosen), role
                ),
                self._taken,
            )

    def take_clipboard(self) -> None:
        """Take the signature that was copied from another program as text."""
        if self.is_busy:
            return
        data = QGuiApplication.clipboard().text().encode(errors="replace")
        role, where = self._chosen_role(), _("The text in the clipboard")
        self._begin(
            lambda: signing_bundles.import_signature(
                self._workspace, self._audit, data, role, where
            ),
            self._taken,
        )

    def recover(self) -> None:
        """Take a bug in the work as its end: nothing was signed, Esc leaves."""
        self._set_busy(False)

    @override
    def reject(self) -> None:
        if not self.is_busy:
            super().reject()

    def _begin(
        self, work: Callable[[], object], done: Callable[..., None], *, clear: bool = True
    ) -> None:
        """Do long work; reading anew leaves what is said as it is."""
        if clear:
            self.banner.clear()
        self._wait.setVisible(clear)
        self._set_busy(True)

        def home(result: object) -> None:
            self._set_busy(False)
            done(result)

        self._runner.run_pool(lambda _report, _cancelled: work(), self, home, self._refuse)

    def _refuse(self, error: KtaError) -> None:
        self._set_busy(False)
        self.banner.show_error(error)

    def show_standing(self, known: Standing) -> None:
        """Show how far the signing is."""
        self._known = known
        lang = language()
        self._head.setText(signing_bundles_words.standing(known, lang))
        for block in self._blocks():
            self._list.removeWidget(block)
            block.hide()
            block.deleteLater()
        for one in known.signatures:
            self._list.insertWidget(self._list.count() - 1, _block(one, lang))
        self._none.setVisible(not known.signatures)

    def _saved(self, out: Path) -> None:
        self.changed.emit()
        self.read()
        self._tell(
            _(
                "Saved: {path}. Sign this file unchanged (CMS, with the certificate), then take "
                "the signature in here."
            ).format(path=out)
        )

    def _taken(self, made: BundleSignature) -> None:
        self._added(signing_bundles_words.verdict(made, language()))

    def _added(self, text: str) -> None:
        self.changed.emit()
        self.read()
        self._tell(text)

    def _tell(self, text: str) -> None:
        self.banner.show_message("info", text)

    def _chosen_role(self) -> Role:
        return Role(self.role.value() or Role.AUDITOR)

    def _blocks(self) -> list[VerdictBlock]:
        items = (self._list.itemAt(n) for n in range(self._list.count()))
        found = (item.widget() for item in items if item is not None)
        return [block for block in found if isinstance(block, VerdictBlock)]

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        if not busy:
            self._wait.hide()
        for button in self._buttons:
            button.setEnabled(not busy)

    def _connect(self) -> None:
        self._sign.clicked.connect(self.sign_with_key)
        self._save.clicked.connect(self.save_list)
        self._take.clicked.connect(self.take_file)
        self._paste.clicked.connect(self.take_clipboard)
        self._leave.clicked.connect(self.reject)
        bind(self, "Ctrl+S", self.save_list)
        bind(self, "Ctrl+O", self.take_file)
        bind(self, "Ctrl+V", self.take_clipboard)

    def _build(self) -> None:
        lang = language()
        self._head = Label("", "medium")
        self._none = Label(
            _("No person has signed yet. The computer signs every bundle by itself."), "body", "tx2"
        )
        self._none.hide()
        self._wait = Label(_("Laying out the version…"), "body", "tx2")
        self._wait.hide()
        options = [(str(one), signing_bundles_words.role(one, lang)) for one in Role]
        self.role = Segments(options, digits=True, name=_("Signed as"))
        self.role.setObjectName("signedAs")
        self.role.set_value(Role.AUDITOR)
        self._sign = KeyButton(_("Sign with a key file…"), "Enter", "file-check", "primary")
        self._sign.setDefault(True)
        self._save = KeyButton(_("Save the list to sign…"), "Ctrl+S", "download")
        self._take = KeyButton(_("Take a signature from a file…"), "Ctrl+O", "folder-open")
        self._paste = KeyButton(_("From the clipboard"), "Ctrl+V", "clipboard-list")
        self._leave = KeyButton(_("Close"), "Esc")
        self._buttons = (self._sign, self._save, self._take, self._paste, self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(self._head)
        column.addWidget(self._none)
        column.addWidget(self._area(), 1)
        column.addWidget(self._wait)
        column.addWidget(self.banner)
        column.addLayout(self._role_row())
        column.addLayout(self._elsewhere())
        column.addLayout(dialog_buttons(self._leave, self._sign))
        open_at(self, _WIDTH, _HEIGHT)
        self.role.setFocus()

    def _role_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(_("Signed as"), "medium", wrap=False))
        row.addWidget(self.role)
        row.addStretch(1)
        return row

    def _elsewhere(self) -> QVBoxLayout:
        hint = _(
            "A key on a token or of an algorithm that is not there, such as GOST, signs in its "
            "own program, for example NCALayer: save the list, sign that file, take the signature "
            "in."
        )
        row = FlowLayout()
        for button in (self._save, self._take, self._paste):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(Label(hint, "second", "tx2"))
        column.addLayout(row)
        return column

    def _area(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("ground", "bg")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(MARGIN)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(_("Signatures of the version"))
        FocusRing(area)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area


def _block(signature: BundleSignature, lang: str) -> VerdictBlock:
    """Return what is said of one signature; what was not checked is not green."""
    look = ("circle-check", "ok")
    if signature.state is SignatureState.UNCHECKED:
        look = ("circle-help", "neutral")
    elif signature.term not in (None, signing_bundles.Term.IN_FORCE):
        look = ("triangle-alert", "warning")
    words = signing_bundles_words
    return VerdictBlock(words.verdict(signature, lang), look, words.facts(signature, lang))


def _ask_list(parent: QWidget, suggested: str) -> str:
    title = _("Save the list to sign")
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, suggested, _("Text (*.txt)"))
    return chosen


def _ask_signature(parent: QWidget, _suggested: str) -> str:
    kinds = _("Signatures (*.p7s *.sig *.cms *.p7m *.txt)")
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Signature to take in"), "", kinds)
    return chosen
