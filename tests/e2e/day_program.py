"""The program as ``main.py`` composes it, and what can be read of it from outside."""

from dataclasses import dataclass
from pathlib import Path

from kta_desktop import settings
from kta_desktop.services import auditing
from tests.e2e.day_keyboard import Keyboard
from ui.app import run as root
from ui.models.preferences import Preferences
from ui.tasks import TaskRunner


class Program:
    """One run of the program, from its first window to the end of its last thread.

    Args:
        qtbot: Waits for its window.
        argv: What stands behind the name of the program, such as a workspace.
    """

    def __init__(self, qtbot, *argv: str) -> None:
        self.runner = TaskRunner()
        self.window = root.start(root.parse(argv), Preferences(settings.load()), self.runner)
        with qtbot.waitActive(self.window):
            self.window.activateWindow()

    def close(self) -> None:
        """Close the window, as the window manager does, and wait for what is being written."""
        self.window.close()
        self.runner.close()
        self.window.deleteLater()


@dataclass
class Day:
    """What the steps of a day share.

    Attributes:
        keys: The person.
        folder: Where files are written; the workspace lies elsewhere.
        program: The run of the program that goes on now.
        carried: What one step found out for a later one, such as the recovery key.
    """

    keys: Keyboard
    folder: Path
    program: Program

    def at(self, number: str) -> None:
        """Wait until the question of this number is open."""
        self.keys.wait(lambda: self._open_number() == number, f"question {number}")

    def at_section(self, number: str) -> None:
        """Wait until a question of the section of this number is open."""
        self.keys.wait(lambda: self._open_number().startswith(f"{number}."), f"section {number}")

    def go(self, number: str) -> None:
        """Go to a question by its number."""

        def act() -> None:
            self.keys.type(number)
            self.keys.press("Return")

        self.keys.in_dialog("number", act)
        self.keys.press("Ctrl+G")
        self.at(number)

    def page(self, name: str, key: str) -> None:
        """Go to a page by its key."""
        self.keys.press(key)
        self.keys.wait(lambda: self.program.window.frame.page_name == name, f"page {name}")

    @property
    def audit(self) -> str:
        """Id of the open audit."""
        return self.program.window.frame.editor.record.id

    def stored(self, question: str) -> object:
        """Return what the workspace holds for a question once nothing is on its way any more."""
        return self.entries().get(question)

    def entries(self) -> dict[str, object]:
        """Return what the workspace holds of the open audit, read anew."""
        frame = self.program.window.frame
        self.keys.wait(lambda: not frame.editor.is_saving, "end of saving")
        return dict(auditing.load(frame.workspace, self.audit).entries)

    def _open_number(self) -> str:
        frame = self.program.window.frame
        card = frame.page.questions.current if frame.page_name == "checklist" else None
        return card.question.number if card is not None else ""
