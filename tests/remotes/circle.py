"""The people of the circle: an auditor in the field at a window, and the centre at its desk."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QDialog
from shiboken6 import isValid

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.services import (
    auditing,
    demo,
    evidence,
    receiving,
    register,
    review_desk,
    workspace,
)
from kta_desktop.services.review_drafts import Draft, Remark
from kta_desktop.storage import changes
from tests.e2e.day_program import Day, Program
from tests.remotes.circle_places import CENTRE, Slow
from tests.remotes.circle_screen import DELIVERED, SENDING, Reach, Reader, System
from tests.remotes.signer import SIGNER, signed

PATIENCE_S = 240.0  # of a person who waits for a line, where others use the processor
_BETWEEN_MS = 50
ASKED, NUMBER = "wat_03", "8.3"
CORRECTED = "wat_05"
EVIDENCE = (12_000_000, *(3_000_000 for _each in range(6)))  # bytes, beside those of the demo


def prepared(folder: Path) -> demo.Prepared:
    """Make the audit of a field day: the demonstration with thirty megabytes of evidence."""
    made = demo.prepare(folder / "prepared")
    ws = workspace.open_workspace(made.path, made.passphrase)
    chance = random.Random(7)
    for number, size in enumerate(EVIDENCE):
        file = folder / f"log_{number}.txt"
        file.write_text(chance.randbytes(size // 2).hex())
        evidence.attach(ws, made.audit, ASKED, file, kind="document")
        file.unlink()
    ws.close()
    return made


def copied(made: demo.Prepared, folder: Path) -> Path:
    """Return a copy of the workspace for one circle."""
    folder.mkdir()
    for name in (made.path.name, f"{made.path.name}.keys"):
        shutil.copy(made.path.with_name(name), folder / name)
    return folder / made.path.name


@dataclass
class Field(Day):
    """The auditor: at the window, with what the page of exchange was read to say.

    Attributes:
        path: The workspace.
        audit_id: Id of the audit.
        place: Where results go.
        system: What tells the program of the network.
        reader: Reads the page all the time.
    """

    path: Path = Path()
    audit_id: str = ""
    place: Any = None
    system: System = field(default_factory=System)
    reader: Reader = field(default_factory=Reader)

    def unlock(self) -> None:
        """Type the passphrase and open the only audit."""
        self.keys.wait_focus("unlock_passphrase")
        self.keys.type(demo.PASSPHRASE)
        self.keys.press("Return")
        self.keys.wait_focus("audits")
        self.keys.press("Return")
        self.keys.wait(lambda: self.program.window.frame.page_name == "checklist", "checklist")
        self.reader.watch(self.program.window)

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the key of the laptop, as its cover sheet shows it."""
        return self.program.window.frame.workspace.device

    def start(self, qtbot: Any) -> None:
        """Start the program anew and open the audit."""
        self.program = Program(qtbot, str(self.path))
        self.unlock()

    def leave(self) -> None:
        """Close the program."""
        self.reader.watch(None)
        self.program.close()

    def exchange(self) -> None:
        """Go to the page of exchange."""
        if self.program.window.frame.page_name != "exchange":
            self.page("exchange", "Ctrl+8")

    def add_place(self) -> None:
        """Name the place of delivery, with name and password where it asks for them."""
        keys = self.keys
        self.exchange()
        keys.press("Ins")
        keys.wait_focus("remoteName")
        keys.choose("remoteKind", self.place.kind)
        keys.fill("remoteName", CENTRE)
        keys.fill("remoteFolder", self.place.url)
        keys.fill("remoteUser", self.place.user)
        keys.fill("remoteSecret", self.place.secret)
        keys.look("place")
        keys.press("Return")
        keys.wait(lambda: not keys.reads("Спрашиваем") and keys.focus() != "remoteSecret", "place")
        keys.wait_text("Пока ничего не отправлено. «Отправить»")

    def wait_listed(self, word: str) -> None:
        """Wait until the list of audits says so of where the results are; go back to exchange."""
        number = self.program.window.frame.editor.record.number
        self.page("home", "Ctrl+1")
        listed = self.program.window.findChild(QAbstractItemView, "audits").model()

        def said() -> bool:
            rows = (
                [listed.index(row, column).data() for column in range(listed.columnCount())]
                for row in range(listed.rowCount())
            )
            return any(number in row and word in row for row in rows)

        self.keys.wait(said, f"audit that is: {word}")
        self.keys.look(word)
        self.exchange()

    def close_version(self) -> Path:
        """Close a version by saving what is to be signed with the program of a key; return it."""
        file = self.path.with_name("list.txt")
        self._in_signatures("Ctrl+S", file, "Подпишите этот файл")
        return file

    def sign(self, file: Path) -> None:
        """Take in the signature that another program made over the list."""
        signature = file.with_suffix(".p7s")
        signature.write_bytes(signed(file.read_bytes()))
        self._in_signatures("Ctrl+O", signature, SIGNER)

    def _in_signatures(self, key: str, file: Path, text: str) -> None:
        self.exchange()
        self.keys.press("Ctrl+G")
        self.keys.wait_focus("signedAs")
        dialog = self.program.window.findChild(QDialog, "signBundle")
        self.keys.wait(lambda: not dialog.is_busy, "window")
        self.keys.in_file_dialog(file)
        self.keys.press(key)
        self.keys.wait_text(text)
        self.keys.look("signatures")
        self.keys.wait(lambda: not dialog.is_busy, "end of reading")
        self.keys.press("Escape")
        self.keys.wait(lambda: not isValid(dialog), "page behind it")

    def write_stick(self) -> None:
        """Write what is to be sent to the stick, by choosing its folder."""
        self.keys.in_file_dialog(self.place.root)
        self.keys.press("Ctrl+U")

    def take_stick(self) -> None:
        """Take in what the stick brought."""
        self.keys.in_file_dialog(self.place.root)
        self.keys.press("Ctrl+Shift+U")

    def lose_network(self) -> None:
        """Leave the office: no network, nobody answers."""
        self.place.cut()
        self.system.say(Reach.Disconnected)

    def find_network(self) -> None:
        """Come to where there is one."""
        self.place.back()
        self.system.say(Reach.Online)

    def until(self, claim: Callable[[], bool], what: str) -> None:
        """Wait until ``claim`` holds of what was read; who sends needs the processor meanwhile."""
        end = time.monotonic() + PATIENCE_S
        while not claim():
            assert time.monotonic() < end, f"no {what}: {self.reader.now}"
            QTest.qWait(_BETWEEN_MS)

    def wait_state(self, revision: int, *words: str) -> None:
        """Wait until the line of a version says one of ``words``."""
        line = self.reader.of_version
        self.until(
            lambda: any(f". {word}" in line(revision) for word in words),
            f"version {revision} {words}",
        )

    def cut_at(self, share: float) -> None:
        """Let the place go when more than a share of the first version is told to be there."""
        self.until(lambda: self.reader.share(1) >= share, f"{share:.0%} of the version")
        assert f". {SENDING}" in self.reader.of_version(1), self.reader.of_version(1)
        self.place.cut()
        self.keys.look(f"cut at {share:.0%}")

    def wait_rest(self) -> None:
        """Wait until nothing that was asked for here is under way."""
        self.until(lambda: "Остановить" not in self.reader.now, "end of sending")

    def check(self) -> None:
        """Look at the place: send what waits, hear what the centre says."""
        self.wait_rest()
        self.keys.press("F5")

    def comments(self) -> list[str]:
        """Return the lines of comments on the page of exchange."""
        marks = (f"{NUMBER}. ", "Аудит в целом. ", "Сеанс")
        return [name for name in self.reader.now if name.startswith(marks)]

    def answer_first(self, text: str) -> None:
        """Open the first comment from the page of exchange, answer it, correct another answer."""
        keys = self.keys
        keys.press("Alt+M")
        self.at(NUMBER)
        keys.wait_focus("commentAnswer")
        keys.type(text)
        keys.look("answer")
        keys.press("Return")
        self.go("8.5")
        keys.press("4")
        assert self.stored(CORRECTED) == {"value": "na"}

    def answer_second(self, text: str) -> None:
        """Go on to the comment that is about no question, and answer it."""
        keys = self.keys
        keys.press("Alt+M")
        keys.wait_focus("commentAnswer")
        keys.type(text)
        keys.look("second answer")
        keys.press("Escape")
        self.entries()

    def resend(self) -> int:
        """Send the corrected version; return the bytes that went."""
        self.wait_rest()
        before = Slow.sent
        self.keys.press("Ctrl+Return")
        self.wait_state(2, DELIVERED)
        return Slow.sent - before


@dataclass
class Centre:
    """The centre, on its own computer.

    Attributes:
        path: Its workspace.
        place: Where results come from.
    """

    path: Path
    place: Any

    def make(self) -> None:
        """Make its workspace."""
        self.path.parent.mkdir()
        profile = Auditor(id=new_id(), name="Сейтқали Дәурен")
        ws, _code = workspace.create(self.path, demo.PASSPHRASE, profile)
        register.set_centre(ws, centre=True)
        ws.close()

    @contextmanager
    def opened(self) -> Iterator[workspace.Workspace]:
        """Open its workspace."""
        ws = workspace.open_workspace(self.path, demo.PASSPHRASE)
        try:
            yield ws
        finally:
            ws.close()

    def meet(self) -> None:
        """Take in for the first time: held, since nobody knows the key; then accept it."""
        with self.opened() as ws:
            self.place.add(ws)
            first = receiving.intake(ws, CENTRE)
            assert (len(first.held), first.received, first.refused) == (1, (), ())
            assert not auditing.summaries(ws)
            (key,) = register.keys(ws)
            register.accept(ws, key.fingerprint, "auditor")
            assert [one.revision for one in receiving.intake(ws, CENTRE).received] == [1]

    def give_back(self, audit: str) -> None:
        """Return the first version with a comment on a question and one on a session."""
        with self.opened() as ws:
            entries = auditing.load(ws, audit).entries
            session = next(path for path in entries if path.startswith("@session/"))
            remarks = (
                Remark(id=new_id(), path=ASKED, text="Укажите дату поверки водомера В-2."),
                Remark(id=new_id(), path=session, text="Приложите исходный файл пылемера."),
            )
            done = review_desk.publish(ws, audit, "returned", Draft(remarks=remarks))
            assert (len(done.reached), done.missed) == (1, ())

    def take_in(self) -> None:
        """Take in the second version; a second look finds nothing new."""
        with self.opened() as ws:
            report = receiving.intake(ws, CENTRE)
            assert ([one.revision for one in report.received], report.refused) == ([2], ())
            again = receiving.intake(ws, CENTRE)
            assert (again.received, again.known) == ((), 2)

    def accept(self, audit: str) -> None:
        """Accept the second version."""
        with self.opened() as ws:
            assert review_desk.publish(ws, audit, "accepted", Draft()).missed == ()


def held_by(ws: workspace.Workspace, audit: str) -> tuple[dict[str, object], set[str]]:
    """Return what a workspace holds of an audit: its entries, and the ids of its changes."""
    with ws.store.connect() as connection:
        log = changes.ids(connection, audit)
    return dict(auditing.load(ws, audit).entries), log


@dataclass
class Desk(Day):
    """The centre at its own window.

    Attributes:
        path: Its workspace.
    """

    path: Path = Path()

    def start(self, qtbot: Any) -> None:
        """Start the program and unlock it."""
        self.program = Program(qtbot, str(self.path))
        self.keys.wait_focus("unlock_passphrase")
        self.keys.type(demo.PASSPHRASE)
        self.keys.press("Return")
        frame = self.program.window
        self.keys.wait(lambda: frame.frame is not None, "open workspace")

    def leave(self) -> None:
        """Close the program."""
        self.program.close()

    def meet(self, url: str, fingerprint: str) -> None:
        """Name the stick, take in, and accept the key that nobody knows after comparing it."""
        keys = self.keys
        self.page("exchange", "Ctrl+8")
        keys.wait_text("Пока ничего не отправлено")
        keys.press("Ins")
        keys.wait_focus("remoteName")
        keys.type(CENTRE)
        keys.fill("remoteFolder", url)
        keys.press("Return")
        keys.wait_text("Пока ничего не отправлено. «Отправить»")
        self.intake()
        keys.press("F5")
        keys.wait_text("Принято: 0. Задержано: 1.")
        keys.look("held")
        keys.press("Ctrl+Return")
        keys.wait_focus("typedFingerprint")
        keys.type(fingerprint)
        keys.wait_text("Совпадает буква в букву.")
        keys.look("key")
        keys.press("Return")
        keys.wait_text("Принято: 1. Задержано: 0.")

    def intake(self) -> None:
        """Go to the page of intake."""
        is_there = lambda: self.program.window.frame.reviewing.is_there  # noqa: E731
        self.keys.wait(is_there, "intake in the rail")
        self.page("intake", "Ctrl+Shift+8")

    def give_back(self, on_question: str, on_audit: str) -> None:
        """Comment on a question and on the audit as a whole, and return the version."""
        keys = self.keys
        self.intake()
        keys.wait_text("Все вопросы")
        keys.press("Ctrl+F")
        keys.wait_focus("intakeChangesSearch")
        keys.type(NUMBER)
        keys.press("Return")
        keys.wait_focus("intakeChanges")
        keys.press("Return")
        keys.wait_focus("remarkText")
        keys.type(on_question)
        keys.press("Alt+0")
        keys.wait_focus("remarkText")
        keys.type(on_audit)
        keys.look("comments")
        keys.press("Ctrl+R")
        keys.wait_focus("signReview")
        keys.wait_text("Новых замечаний: 2")
        keys.press("Return")
        keys.wait_text("Возвращён аудит")
        keys.look("returned")

    def take_in(self) -> None:
        """Take in the second version, and see what was corrected in it."""
        keys = self.keys
        self.intake()
        keys.press("F5")
        keys.wait_text("Принято: 1.")
        keys.wait_text("версия 2")
        keys.look("corrected")

    def accept(self) -> None:
        """Accept what waits."""
        keys = self.keys
        self.intake()
        keys.wait_text("версия 2")
        keys.press("Ctrl+Return")
        keys.wait_focus("signReview")
        keys.press("Return")
        keys.wait_text("Принят аудит")
        keys.look("accepted")
