"""One audit in one signed file: written, read back, opened; and which versions were closed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import auditing, packing, signing_bundles, signing_bundles_words
from kta_desktop.services.signing_bundles import SignatureState
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.delivery_side import BundlePanel, PairsPanel, version_pair
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

WIDTH_PX = 560
Written = tuple[packing.BundleInfo, packing.VerifyReport]


class BundleDesk(GrowingDialog):
    """Writes the open audit to a file and takes bundles in.

    Signals:
        opened: id of an audit that a bundle brought or changed.
        audit_changed: A version of the open audit was closed, or may have been.
    """

    opened = Signal(str)
    audit_changed = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        audit: str | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Bundle in a file"))
        self._workspace, self._runner, self._audit = workspace, runner, audit
        self._record: AuditRecord | None = None
        self._task: Task | None = None
        self.banner, self.bundle = Banner(), BundlePanel()
        self.versions = PairsPanel("history")
        self.versions.set_title(_("Closed versions"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for part in (self.banner, self.bundle, self.versions):
            layout.addWidget(part)
        layout.addStretch(1)  # what is left of the height is nobody's
        self.bundle.write_asked.connect(self.write_bundle)
        self.bundle.open_asked.connect(self.open_bundle)
        self.bundle.stop_asked.connect(self.stop)
        for keys, act in (("Ctrl+B", self.write_bundle), ("Ctrl+O", self.open_bundle)):
            bind(self, keys, act)
        self.resize(WIDTH_PX, self.sizeHint().height())
        self.reload()

    def reload(self) -> None:
        """Read the versions of the open audit."""
        audit = self._audit
        if audit is None:
            self._show(None)
            return
        self._runner.run_db(
            lambda: auditing.load(self._workspace, audit), self, self._show, self.banner.show_error
        )

    def write_bundle(self) -> None:
        """Ask for a file, write the open audit to it, read it back and check it."""
        record = self._record
        if record is None or self._task is not None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Write the bundle"), f"{record.number}.kta", _("Bundles (*.kta)")
        )
        if not chosen:
            return
        audit, target = record.id, Path(chosen)

        def work(report: Report, cancelled: Cancelled) -> Written:
            info = packing.build(self._workspace, audit, target, report=report, cancelled=cancelled)
            report(0.9, _("Reading back and checking"))
            return info, packing.verify(info.path)

        self.bundle.work(0.0, _("Packing"))
        self._task = self._runner.run_pool(
            work, self, self._written, self._stopped, self.bundle.work
        )

    def open_bundle(self) -> None:
        """Ask for a bundle and take it in: a new audit, or changes of a known one."""
        if self._task is not None:
            return
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a bundle"), "", _("Bundles (*.kta *.kta.age)")
        )
        if not chosen:
            return

        def work(_report: Report, _cancelled: Cancelled) -> packing.OpenResult:
            return packing.open_bundle(self._workspace, Path(chosen))

        self.bundle.work(0.0, _("Checking the bundle"))
        self._task = self._runner.run_pool(work, self, self._taken_in, self._stopped)

    def stop(self) -> None:
        """Ask what is under way to stop; what is done stays."""
        if self._task is not None:
            self._task.cancel()

    @override
    def reject(self) -> None:
        if self._task is not None:
            self.stop()
        else:
            super().reject()

    def _show(self, record: AuditRecord | None) -> None:
        self._record = record
        self.bundle.show_audit(record.number if record is not None else None)
        self.versions.show_pairs(
            versions_of(record) if record is not None else [],
            _("None yet. Writing a bundle or sending closes a version."),
        )

    def _written(self, result: Written) -> None:
        info, report = result
        self._rest()
        checks = [
            (check.name, check.ok, str(check.error["message"]) if check.error else "")
            for check in report.checks
        ]
        self.bundle.show_result(str(info.path), info.size, [*checks, *signatures_shown(report)])
        if report.ok:
            text = _("Version {revision} is written and checked: {path}")
            self.banner.show_message("ok", text.format(revision=info.revision, path=info.path))
        else:
            self.banner.show_message(
                "error",
                _(
                    "The bundle was written but does not read back as it should. The audit is "
                    "kept. Write it to another place."
                ),
            )
        self.reload()

    def _taken_in(self, result: packing.OpenResult) -> None:
        self._rest()
        self.banner.show_message("ok", taken_words(result))
        self.opened.emit(result.audit_id)
        self.reload()

    def _stopped(self, error: KtaError) -> None:
        self._rest()
        self.banner.show_error(error)
        self.reload()

    def _rest(self) -> None:
        self._task = None
        self.bundle.rest()
        self.audit_changed.emit()


def signatures_shown(report: packing.VerifyReport) -> list[tuple[str, bool, str]]:
    """Return the signatures of persons in a bundle as lines below its checks."""
    found = () if report.verified is None else report.verified.signatures
    persons = [signing_bundles.of_bundle(one) for one in found if one.holder is not None]
    return [
        (signing_bundles_words.named(one, language()), one.state is SignatureState.FITS, "")
        for one in persons
    ]


def taken_words(result: packing.OpenResult) -> str:
    """Return what opening a bundle changed."""
    if result.new:
        return _("A new audit was taken in from the bundle. It is in the list of audits.")
    if not result.merged_changes:
        return _("Everything in the bundle is here already. Nothing was changed.")
    return _(
        "The bundle brought changes of a known audit: {count}. Conflicts to decide: {conflicts}."
    ).format(count=result.merged_changes, conflicts=len(result.conflicts))


def versions_of(record: AuditRecord) -> list[tuple[str, str]]:
    """Return the closed versions of an audit, the newest first."""
    names = {auditor.id: auditor.name for auditor in record.team}
    found = [
        (int(path.removeprefix("@revision/")), value)
        for path, value in record.entries.items()
        if path.startswith("@revision/") and isinstance(value, dict)
    ]
    return [
        version_pair(number, str(value["at"]), names.get(str(value.get("by")), ""))
        for number, value in sorted(found, reverse=True)
    ]
