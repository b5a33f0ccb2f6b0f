"""The page «Обмен»: bundles, places of delivery, what was sent and what the centre confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.audit import AuditRecord, AuditSummary
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import auditing, delivering, packing
from ui.dialogs.add_remote import AddRemoteDialog
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.delivery_outgoing import OutgoingPanel
from ui.widgets.delivery_side import BundlePanel, PairsPanel, scrolled, version_pair
from ui.widgets.delivery_words import delivery_shown, details_of
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

SIDE_PX = 324
SCROLL_PX = 14
LOOK_AGAIN_MS = 400  # while sending: bytes of each delivery


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the page shows, read in one go in the database thread."""

    deliveries: tuple[delivering.DeliveryRow, ...]
    remotes: tuple[delivering.RemoteRow, ...]
    summaries: tuple[AuditSummary, ...]
    record: AuditRecord | None


class ExchangeView(QWidget):
    """Everything that leaves this computer or comes back, for all audits of the workspace.

    Signals:
        opened: id of an audit that a bundle brought or changed.
        audit_changed: id of an audit of which a version was closed, or may have been.
        keys_changed: other keys are of use now.
    """

    opened = Signal(str)
    audit_changed = Signal(str)
    keys_changed = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        audit_id: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exchangeView")
        self._workspace, self._runner, self._audit = workspace, runner, audit_id
        self._loaded: _Loaded | None = None
        self._task: Task | None = None
        self._fault: Mapping[str, object] = {}
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.refresh)
        self._build()
        self._connect()
        self.retranslate()

    def focus_first(self) -> None:
        """Give the keyboard to the deliveries."""
        self._outgoing.list.setFocus()

    def refresh(self) -> None:
        """Read deliveries, places and versions again."""
        self._runner.run_db(self._load, self, self._show, self._say)

    def write_bundle(self) -> None:
        """Ask for a file, write the open audit to it, read it back and check it."""
        record = self._loaded.record if self._loaded is not None else None
        if record is None or self._task is not None:
            return
        audit = record.id
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Write the bundle"), f"{record.number}.kta", _("Bundles (*.kta)")
        )
        if not chosen:
            return
        target = Path(chosen)

        def work(
            report: Report, cancelled: Cancelled
        ) -> tuple[packing.BundleInfo, packing.VerifyReport]:
            info = packing.build(self._workspace, audit, target, report=report, cancelled=cancelled)
            report(0.9, _("Reading back and checking"))
            return info, packing.verify(info.path)

        self._bundle.work(0.0, _("Packing"))
        self._task = self._runner.run_pool(
            work, self, self._written, self._stopped, self._bundle.work
        )

    def open_bundle(self) -> None:
        """Ask for a bundle and take it in: a new audit, or changes of a known one."""
        if self._task is not None:
            return
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a bundle"), "", _("Bundles (*.kta)")
        )
        if not chosen:
            return
        self._bundle.work(0.0, _("Checking the bundle"))
        self._task = self._runner.run_pool(
            lambda _report, _cancelled: packing.open_bundle(self._workspace, Path(chosen)),
            self,
            self._taken_in,
            self._stopped,
        )

    def stop(self) -> None:
        """Ask what is under way to stop; what is done stays."""
        if self._task is not None:
            self._task.cancel()

    def add_place(self) -> None:
        """Ask for a place of delivery and remember it."""
        self._ask_place(AddRemoteDialog(self))

    def _ask_place(self, dialog: AddRemoteDialog) -> None:
        dialog.accepted.connect(lambda: self._add(dialog.name, dialog.folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def send(self) -> None:
        """Queue the open audit for every place and send what is queued."""
        audit = self._audit
        if self._task is not None or audit is None:
            return
        if self._loaded is not None and not self._loaded.remotes:
            self.add_place()
            return
        self._sync(lambda: delivering.queue(self._workspace, audit))

    def check_receipts(self) -> None:
        """Send what is queued and look for receipts of what was delivered."""
        if self._task is None:
            self._sync(lambda: None)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._outgoing.retranslate()
        self._bundle.retranslate()
        self._places.set_title(_("Places of delivery"))
        self._places.offer(_("Add…"))
        self._versions.set_title(_("Closed versions"))
        panels = (self._bundle, self._places, self._versions)
        needed = max(panel.minimumSizeHint().width() for panel in panels)
        self._side.setFixedWidth(max(SIDE_PX, needed + SCROLL_PX))
        if self._loaded is not None:
            self._show(self._loaded)

    def title(self) -> str:
        """Return the title of the page."""
        return _("Exchange")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        return [
            ("F5", _("check receipts")),
            ("Ctrl+Enter", _("send")),
            ("Ctrl+U", _("bundle")),
            ("Enter", _("details")),
            ("Ins", _("place of delivery")),
            ("Ctrl+O", _("open package")),
        ]

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _build(self) -> None:
        self._banner = Banner()
        self._banner.setObjectName("exchangeBanner")
        self._outgoing = OutgoingPanel()
        self._bundle = BundlePanel()
        self._places = PairsPanel("hard-drive", "Ins")
        self._versions = PairsPanel("history")
        self._side = scrolled((self._bundle, self._places, self._versions), GAP)
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        columns.addWidget(self._outgoing, 1)
        columns.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self._banner)
        layout.addLayout(columns, 1)

    def _connect(self) -> None:
        self._banner.acted.connect(self._unfold)
        self._outgoing.send_asked.connect(self.send)
        self._outgoing.check_asked.connect(self.check_receipts)
        self._outgoing.stop_asked.connect(self.stop)
        self._bundle.write_asked.connect(self.write_bundle)
        self._bundle.open_asked.connect(self.open_bundle)
        self._bundle.stop_asked.connect(self.stop)
        self._places.acted.connect(self.add_place)
        actions = {
            "F5": self.check_receipts,
            "Ctrl+Return": self.send,
            "Ctrl+U": self.write_bundle,
            "Ctrl+O": self.open_bundle,
            "Ins": self.add_place,
            "Esc": self.stop,
        }
        for keys, act in actions.items():
            bind(self, keys, act, PAGE)

    def _load(self) -> _Loaded:
        record = auditing.load(self._workspace, self._audit) if self._audit is not None else None
        return _Loaded(
            deliveries=delivering.deliveries(self._workspace),
            remotes=delivering.remotes(self._workspace),
            summaries=auditing.summaries(self._workspace),
            record=record,
        )

    def _show(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        named = {summary.id: summary.plant.name for summary in loaded.summaries}
        self._outgoing.show_deliveries(
            [delivery_shown(row, named.get(row.audit, "")) for row in reversed(loaded.deliveries)],
            is_open=loaded.record is not None,
        )
        self._bundle.show_audit(loaded.record.number if loaded.record is not None else None)
        self._places.show_pairs(
            [(remote.name, remote.url) for remote in loaded.remotes],
            _("None yet. Add a folder, a USB stick or a network share."),
        )
        self._versions.show_pairs(
            _versions(loaded.record) if loaded.record is not None else [],
            _("None yet. Writing a bundle or sending closes a version."),
        )

    def _add(self, name: str, folder: str) -> None:
        def work() -> None:
            delivering.add_remote(self._workspace, name, folder)

        self._banner.clear()
        self._runner.run_db(
            work, self, lambda _none: self.refresh(), partial(self._ask_again, name, folder)
        )

    def _ask_again(self, name: str, folder: str, error: KtaError) -> None:
        """Let a place that could not be added be corrected instead of typed anew."""
        dialog = AddRemoteDialog(self)
        dialog.begin_with(name, folder, error.sentence())
        self._ask_place(dialog)

    def _sync(self, before: Callable[[], object]) -> None:
        def work(report: Report, cancelled: Cancelled) -> delivering.SyncReport:
            before()
            return delivering.sync(self._workspace, report=report, cancelled=cancelled)

        self._banner.clear()
        self._outgoing.work(0.0, _("Sending"))
        self._clock.start()
        self._task = self._runner.run_pool(
            work, self, self._synced, self._stopped, self._outgoing.work
        )

    def _synced(self, report: delivering.SyncReport) -> None:
        self._rest()
        if report.errors:
            self._refuse(report.errors[0])
        self.refresh()

    def _written(self, result: tuple[packing.BundleInfo, packing.VerifyReport]) -> None:
        info, report = result
        self._rest()
        checks = [
            (check.name, check.ok, str(check.error["message"]) if check.error else "")
            for check in report.checks
        ]
        self._bundle.show_result(str(info.path), info.size, checks)
        if report.ok:
            text = _("Version {revision} is written and checked: {path}")
            self._banner.show_message("ok", text.format(revision=info.revision, path=info.path))
        else:
            self._banner.show_message(
                "error",
                _(
                    "The bundle was written but does not read back as it should. The audit is "
                    "kept. Write it to another place."
                ),
            )
        self.refresh()

    def _taken_in(self, result: packing.OpenResult) -> None:
        self._rest()
        if result.new:
            text = _("A new audit was taken in from the bundle. It is in the list of audits.")
        elif not result.merged_changes:
            text = _("Everything in the bundle is here already. Nothing was changed.")
        else:
            text = _(
                "The bundle brought changes of a known audit: {count}. Conflicts to decide: "
                "{conflicts}."
            ).format(count=result.merged_changes, conflicts=len(result.conflicts))
        self._banner.show_message("ok", text)
        self.opened.emit(result.audit_id)
        self.refresh()

    def _stopped(self, error: KtaError) -> None:
        self._rest()
        self._say(error)
        self.refresh()

    def _rest(self) -> None:
        self._task = None
        if self._audit is not None:  # sending and packing close a version, also when they fail
            self.audit_changed.emit(self._audit)
        self._clock.stop()
        self._bundle.rest()
        self._outgoing.rest()

    def _say(self, error: KtaError) -> None:
        self._refuse(error.as_json())

    def _refuse(self, error: Mapping[str, object]) -> None:
        """Say what went wrong; its code and particulars unfold on demand."""
        self._fault = error
        self._banner.show_message("error", str(error["message"]), action=_("Details"))

    def _unfold(self) -> None:
        text = f"{self._fault.get('message', '')}\n{details_of(self._fault)}"
        self._banner.show_message("error", text)


def _versions(record: AuditRecord) -> list[tuple[str, str]]:
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
