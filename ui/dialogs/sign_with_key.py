"""Signing a version of an audit with a key file."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop.i18n import _, language
from kta_desktop.services import signing_bundles, signing_bundles_words
from kta_desktop.services.signing_bundles import BundleSignature, Role
from ui.dialogs.key_dialog import KeyDialog

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace
    from ui.tasks import TaskRunner


class SignWithKeyDialog(KeyDialog):
    """Asks for key and passphrase, shows who would sign, and signs the audit as it is.

    Args:
        workspace: Where the audit is.
        audit: Id of the audit.
        role: As what the holder signs.
        runner: Does the work.
    """

    def __init__(
        self,
        workspace: "Workspace",
        audit: str,
        role: Role,
        runner: "TaskRunner",
        parent: QWidget | None = None,
    ) -> None:
        hint = _(
            "Signs the names and hashes of all files of this version. Key and passphrase are "
            "stored nowhere; the signature travels with the bundle. Signed as: {role}."
        ).format(role=signing_bundles_words.role(role, language()))
        super().__init__(
            runner, signing_bundles.key_for_signing, hint, _("Sign the version"), parent
        )
        self.setObjectName("signWithKey")
        self.setWindowTitle(_("Sign with a key file"))
        self._workspace, self._audit, self._role = workspace, audit, role

    @override
    def sign(self) -> None:
        key = self.key
        if key is None:
            return
        self.banner.clear()
        self.set_busy(True)
        self._runner.run_pool(
            lambda _report, _cancelled: signing_bundles.sign(
                self._workspace, self._audit, key, self._role, despite_term=True
            ),
            self,
            self._signed,
            self.refuse,
        )

    def _signed(self, made: BundleSignature) -> None:
        self.set_busy(False)
        who = signing_bundles_words.who(made, language())
        self.said.emit(_("Signed by {who} and verified.").format(who=who))
        self.accept()
