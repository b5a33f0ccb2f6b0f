"""The program with an audit of a plant, opened with its passphrase."""

import re

from PySide6.QtWidgets import QAbstractItemView, QApplication

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.services import auditing, workspace
from kta_desktop.storage import keys as storage_keys
from tests.e2e.day_keyboard import Keyboard
from tests.e2e.day_program import Day, Program

SOURCE = "0001 Печь ванная"
POINT = "лючок 2"
PASSPHRASE = "тихая мойка"
_AGE = re.compile(r"(\d+),(\d)\sс")


class MeasuringDay(Day):
    """A day at the stack: what its steps share, and how its person reads the page."""

    def row(self, name: str) -> str:
        """Return what the list of channels says of one; empty while there is none."""
        said = (text for text in self.keys.texts() if text.startswith(f"{name}, "))
        return next(said, "")

    def sessions(self) -> list[dict]:
        """Return the sessions that the workspace holds, as stored."""
        entries = self.entries()
        return [value for path, value in entries.items() if path.startswith("@session/")]

    def cells(self) -> str:
        """Return what stands in the tables on the screen."""
        views = [
            view
            for top in QApplication.topLevelWidgets()
            if top.isVisible()
            for view in top.findChildren(QAbstractItemView)
            if view.isVisible() and view.model() is not None
        ]
        models = [view.model() for view in views]
        return "\n".join(
            str(model.index(row, column).data() or "")
            for model in models
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        )

    def wait_cells(self, *parts: str) -> None:
        """Wait until the tables on the screen hold all of ``parts``."""
        for part in parts:
            self.keys.wait(lambda part=part: part in self.cells(), f"{part} in {self.cells()}")

    def name_source(self) -> None:
        """Write the first source of emissions into the checklist."""
        self.go("G1")
        self.keys.type(SOURCE)
        self.keys.press("Return")
        self.at("G2")

    def send_results(self) -> dict[str, object]:
        """Send what the analysis offers to the answers; return what the answers then hold."""
        before = self.entries()
        self.keys.tab_to("analyse")
        self.keys.press("Alt+A")
        self.keys.wait(lambda: self.keys.focus() != "analyse", "analysis")
        self.keys.press("Alt+6")
        self.keys.wait_focus("resultsTable")
        self.keys.look("results")
        self.keys.press("Ctrl+Return")
        self.keys.wait_text("Отправлено в ответы: ")
        after = self.entries()
        return {path: value for path, value in after.items() if before.get(path) != value}


def opened(qtbot, tmp_path, monkeypatch, pack="food") -> MeasuringDay:
    """Return the day of an audit of a plant, opened with its passphrase."""
    monkeypatch.setattr(storage_keys, "SCRYPT_N", 2**14)
    path = tmp_path / "w.ktadb"
    profile = Auditor(id=new_id(), name="Жұмабаева Айгүл")
    ws, _code = workspace.create(path, PASSPHRASE, profile)
    auditing.start(ws, _audit(profile, pack))
    ws.close()
    keys = Keyboard(qtbot, tmp_path / "pictures")
    day = MeasuringDay(keys, tmp_path, Program(qtbot, str(path)))
    keys.wait_focus("unlock_passphrase")
    keys.type(PASSPHRASE)
    keys.press("Return")
    keys.wait_focus("audits")
    keys.press("Return")
    keys.wait_text("Разделы")
    return day


def age_s(row: str) -> float:
    """Return the age that a row of the list of channels shows."""
    whole, tenth = _AGE.search(row).groups()
    return int(whole) + int(tenth) / 10


def _audit(profile, pack) -> NewAudit:
    return NewAudit(
        number="KTA-2026-005",
        plant=Plant(name="ТОО «Печь»"),
        pack=pack,
        team=(profile,),
        starts_on="2026-12-01",
        ends_on="2026-12-03",
        reference_year=2025,
    )
