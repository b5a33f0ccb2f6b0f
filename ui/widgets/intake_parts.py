"""The parts of the centre's page beside the versions: keys, assignments, packs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.i18n import _
from ui.models import handing_rows
from ui.widgets.intake_keys import KeysPage
from ui.widgets.intake_page import ListPage

if TYPE_CHECKING:
    from kta_desktop.services.assigning import Given
    from kta_desktop.services.packs import PackInfo
    from kta_desktop.services.register import KeyRow
    from ui.models.register_source import RegisterSource
    from ui.tasks import TaskRunner


class IntakeParts(QObject):
    """Reads and shows the three lists.

    Signals:
        failed: the KtaError of what could not be read.
        counted: how many keys wait for a decision.
        publish_wanted: the ``PackInfo`` that is to be published.

    Attributes:
        keys: The register.
        given: Audits that were handed out.
        packs: Packs that can be published.
    """

    failed = Signal(object)
    counted = Signal(int)
    publish_wanted = Signal(object)

    def __init__(self, source: "RegisterSource", runner: "TaskRunner", owner: QObject) -> None:
        super().__init__(owner)
        self._source, self._runner = source, runner
        self._packs: tuple[PackInfo, ...] = ()
        self._given: tuple[Given, ...] = ()
        self.keys = KeysPage()
        self.given = ListPage("intakeGiven", "Ins", "plus")
        self.packs = ListPage("intakePacks", "Ctrl+Enter", "upload")
        self.packs.acted.connect(self._publish)
        self.retranslate()

    def refresh_keys(self) -> None:
        """Read the register again."""
        self._runner.run_db(self._source.keys, self, self._show_keys, self.failed.emit)

    def refresh_given(self) -> None:
        """Read again what was handed out."""
        self._runner.run_db(self._source.given, self, self._show_given, self.failed.emit)

    def refresh_packs(self) -> None:
        """Read the packs again."""
        self._runner.run_pool(
            lambda _report, _cancelled: self._source.packs(),
            self,
            self._show_packs,
            self.failed.emit,
        )

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.keys.retranslate()
        self.given.name_it(
            _("Audits handed out"),
            _("The auditor gets it with the next exchange and starts the audit from it."),
            _("Hand out an audit…"),
        )
        self.packs.name_it(
            _("Checklists to publish"),
            _("Laptops get a published checklist with the next exchange."),
            _("Publish…"),
        )
        self._show_given(self._given)
        self._show_packs(self._packs)

    def _show_keys(self, keys: "Sequence[KeyRow]") -> None:
        self.keys.show_keys(keys)
        self.counted.emit(sum(str(key.state) == "unknown" for key in keys))

    def _show_given(self, given: "tuple[Given, ...]") -> None:
        self._given = given
        rows = [handing_rows.given_row(one) for one in given]
        empty = _("No audit was handed out yet. Ins hands one out.")
        self.given.show_rows(rows, empty)

    def _show_packs(self, packs: "tuple[PackInfo, ...]") -> None:
        self._packs = packs
        rows = [handing_rows.pack_row(one) for one in packs]
        self.packs.show_rows(rows, _("The checklists are being read."))

    def _publish(self, item: object) -> None:
        for pack in self._packs:
            if pack.id == item:
                self.publish_wanted.emit(pack)
