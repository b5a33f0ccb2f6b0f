"""The demonstration: a whole audit of an invented plant, made by the same services as a real one.

Its data lie in ``resources/demo/<pack>.json``, those of the audit of the same plant some years
before in ``resources/demo/earlier``. Everything it makes is marked as a demonstration.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Instrument
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.paths import RESOURCES
from kta_desktop.services import (
    answering,
    auditing,
    delivering,
    demo_answers,
    demo_earlier,
    demo_pictures,
    demo_plan,
    demo_review,
    evidence,
    measuring,
    packing,
    printing,
    receiving,
    register,
    workbooks,
    workspace,
)
from kta_desktop.services.answering import Edit
from kta_desktop.services.long_work import Report, silent
from kta_desktop.services.printing import Kind, Order
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.engine import understood
from kta_desktop.storage.files import write_atomically
from kta_desktop.storage.locks import FileLock

PASSPHRASE = "демонстрация"  # noqa: S105 - opens invented data only
CENTRE = Auditor(id="", name="Центр (демонстрация)", role="lead", organisation="Бюро НДТ")
MARKER = "demonstration.json"
# what a demonstration leaves; anything else in its folder was put there by a person
_OURS = ("demo.ktadb*", "centre.ktadb*", "*.kta", "backups", "sheets", "remote", "screens")
WORKSPACE = "demo.ktadb"


_BOTH = ("ru", "kk")
_SHEETS = (
    *(
        (str(kind), Order(kind=kind, languages=_BOTH))
        for kind in Kind
        if kind not in (Kind.BOTH, Kind.REPORT)
    ),
    ("report-ministry", Order(kind=Kind.REPORT, layout="ministry")),
)


class NoDemonstrationError(KtaError):
    """There is no invented plant for this pack. Details: ``pack``, ``known``."""

    code: ClassVar[str] = "no-demonstration"
    text: ClassVar[str] = N_(
        "There is no demonstration for the pack “{pack}”. Nothing was written. Choose one of: "
        "{known}."
    )


class FolderInUseError(KtaError):
    """The folder holds something that is not a demonstration. Details: ``path``."""

    code: ClassVar[str] = "folder-in-use"
    text: ClassVar[str] = N_(
        "The folder {path} is not empty and holds no demonstration. It was not touched. Choose an "
        "empty folder."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A demonstration audit in its own workspace.

    Attributes:
        path: The workspace file.
        passphrase: What opens it.
        audit: Id of the audit.
    """

    path: Path
    passphrase: str
    audit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """Where everything of a demonstration lies.

    Attributes:
        prepared: Workspace and audit.
        sheets: Printed sheets.
        bundle: The signed bundle.
        remote: The folder it was delivered to.
        receipt: The centre's receipt in it.
    """

    prepared: Prepared
    sheets: tuple[Path, ...]
    bundle: Path
    remote: Path
    receipt: Path


def run(
    folder: Path, pack: str = "food", *, reviewed: bool = False, report: Report = silent
) -> Demonstration:
    """Go through a whole audit: answers, measurement, sheets, bundle, delivery, receipt.

    Args:
        folder: Where everything is made.
        pack: Which demonstration.
        reviewed: Whether the centre also returns the audit with comments.
        report: Told the share that is done.

    Raises:
        NoDemonstrationError: If there is no data for ``pack``.
        FolderInUseError: If ``folder`` holds something else.
        WorkspaceError: If an earlier one is open, or the folder does not take what is written.
    """
    prepared = prepare(folder, pack, report=report)
    ws = workspace.open_workspace(prepared.path, prepared.passphrase)
    try:
        with understood(folder):
            review = _data(pack)["review"] if reviewed else None
            return _deliver(ws, prepared, folder, review, report)
    finally:
        ws.close()


def prepare(folder: Path, pack: str = "food", *, report: Report = silent) -> Prepared:
    """Make the workspace of the demonstration in ``folder``, anew if there was one."""
    data = _data(pack)
    with understood(folder):
        return _prepare(folder, pack, data, report)


def _prepare(folder: Path, pack: str, data: dict[str, Any], report: Report) -> Prepared:
    _clear(folder)
    _mark(folder, {"pack": pack})  # one that was killed half-way may be made anew
    report(0.02, _("Creating the workspace"))
    team = [Auditor(id=new_id(), **person) for person in data["team"]]
    path = folder / WORKSPACE
    ws, _code = workspace.create(path, PASSPHRASE, team[0])
    try:
        before = _fill_earlier(ws, data, pack, team)
        audit = _fill(ws, data, pack, team, report)
        if before is not None:
            demo_earlier.follow_up(ws, audit, *before)
    finally:
        ws.close()
    prepared = Prepared(path=path, passphrase=PASSPHRASE, audit=audit)
    marker = {"workspace": path.name, "audit": audit, "passphrase": PASSPHRASE, "pack": pack}
    _mark(folder, marker)
    return prepared


def fill(ws: Workspace, pack: str = "food", *, number: str = "", report: Report = silent) -> str:
    """Make the demonstration audit in an open workspace and return its id.

    Args:
        ws: The workspace.
        pack: Id of the sector pack.
        number: Number of the audit; empty for that of the invented data.
        report: Told the share that is done.

    Raises:
        NoDemonstrationError: If there is no data for ``pack``.
        NumberTakenError: If another audit has the number.
    """
    data = _data(pack)
    if number:
        data["number"] = number
    team = [Auditor(id=new_id(), **person) for person in data["team"]]
    return _fill(ws, data, pack, team, report)


def _fill(
    ws: Workspace, data: dict[str, Any], pack: str, team: list[Auditor], report: Report
) -> str:
    audit = _start(ws, data, pack, team)
    report(0.1, _("Answering the questions"))
    _answer(ws, audit, data)
    report(0.25, _("Attaching photographs and documents"))
    _attach(ws, audit, data)
    report(0.4, _("Measuring dust at the dryer"))
    _measure(ws, audit, data["session"])
    demo_plan.write(ws, audit, data["plan"])
    return audit


def _fill_earlier(
    ws: Workspace, present: dict[str, Any], pack: str, team: list[Auditor]
) -> tuple[str, Mapping[str, Any]] | None:
    """Make the audit before, if there is one; return its id and what became of its measures."""
    file = RESOURCES / "demo" / "earlier" / f"{pack}.json"
    if not file.is_file():
        return None
    data = present | json.loads(file.read_text("utf-8"))
    people = [
        replace(one, qualification=then.get("qualification", ""))
        for one, then in zip(team, data["team"], strict=True)
    ]
    audit = _start(ws, data, pack, people)
    _answer(ws, audit, data)
    demo_plan.write(ws, audit, data["plan"])
    return audit, data["became"]


def _mark(folder: Path, marker: Mapping[str, str]) -> None:
    text = json.dumps(marker, ensure_ascii=False, indent=1)
    write_atomically(folder / MARKER, text.encode())


def existing(folder: Path) -> Prepared | None:
    """Return the demonstration that ``prepare`` left in ``folder``; None if there is none."""
    try:
        marker = json.loads((folder / MARKER).read_text("utf-8"))
        path = folder / marker["workspace"]
        found = Prepared(path=path, passphrase=marker["passphrase"], audit=marker["audit"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if workspace.exists(path) else None


def _data(pack: str) -> dict[str, Any]:
    known = sorted(path.stem for path in (RESOURCES / "demo").glob("*.json"))
    if pack not in known:
        raise NoDemonstrationError(pack=pack, known=", ".join(known))
    data: dict[str, Any] = json.loads((RESOURCES / "demo" / f"{pack}.json").read_text("utf-8"))
    return data


def _clear(folder: Path) -> None:
    """Take an earlier demonstration out of ``folder``, and only that; refuse any other folder."""
    import shutil

    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if not marker.exists():
        if any(folder.iterdir()):
            raise FolderInUseError(path=folder)
        return
    FileLock(folder / WORKSPACE).release()  # one that is open is not taken away
    ours = [item for pattern in _OURS for item in folder.glob(pattern)]
    for item in ours:
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink()
    marker.unlink()  # last: while it is there, the rest may be cleared


def _start(ws: Workspace, data: Mapping[str, Any], pack: str, team: list[Auditor]) -> str:
    new = NewAudit(
        number=data["number"],
        plant=Plant(**data["plant"]),
        pack=pack,
        team=tuple(team),
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        reference_year=data["reference_year"],
        demo=True,
    )
    return auditing.start(ws, new).id


def _answer(ws: Workspace, audit: str, data: Mapping[str, Any]) -> None:
    record = auditing.load(ws, audit)
    rows = demo_answers.rows_of(record.entries)
    for name, given in data["answers"].items():
        edits = demo_answers.edits(record.definition, name, given, rows)
        answering.store(ws, audit, list(edits))
    for record_name in ("visit", "fact"):  # days of the plan, figures that give the category
        told = data[record_name].items()
        answering.store(ws, audit, [Edit(fieldpath.record(record_name, k), v) for k, v in told])
    notes = [Edit(fieldpath.note(name), text) for name, text in data["notes"].items()]
    reasons = [Edit(fieldpath.confirm(name), text) for name, text in data["confirmations"].items()]
    answering.store(ws, audit, [*notes, *reasons])


def _attach(ws: Workspace, audit: str, data: Mapping[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for number, item in enumerate(data["photographs"], 2037):
            taken_at = datetime.fromisoformat(item["taken_at"])
            file = Path(scratch) / f"IMG_{number}.jpg"
            file.write_bytes(demo_pictures.picture(item["scene"], item["caption"], taken_at))
            evidence.attach(ws, audit, item["question"], file, caption=item["caption"])
        for item in data["documents"]:
            file = Path(scratch) / item["name"]
            file.write_text(item["text"], "utf-8")
            evidence.attach(
                ws, audit, item["question"], file, kind=item["kind"], caption=item["caption"]
            )


def _measure(ws: Workspace, audit: str, data: Mapping[str, Any]) -> None:
    """Take three samples from the simulated instrument, its clock running ahead of ours."""
    measuring.demonstrate(
        ws,
        audit,
        source=data["source"],
        point=data["point"],
        parameter=data["parameter"],
        channel=data["channel"],
        level=data["level"],
        basis=data["basis"],
        load_pct=data["load_pct"],
        regime=data["regime"],
        instruments=tuple(Instrument(**item) for item in data["instruments"]),
        sample_minutes=data["sample_minutes"],
        samples=data["samples"],
        events=tuple(data["events"]),
    )


def _deliver(
    ws: Workspace,
    prepared: Prepared,
    folder: Path,
    review: Mapping[str, Any] | None,
    report: Report,
) -> Demonstration:
    number = auditing.load(ws, prepared.audit).number
    report(0.6, _("Packing and signing the bundle"))
    bundle = folder / f"{number}.kta"
    packing.build(ws, prepared.audit, bundle)
    sheets = _print(ws, prepared.audit, number, folder / "sheets", report)
    report(0.85, _("Delivering to the folder of the centre"))
    remote = folder / "remote"
    remote.mkdir()
    delivering.add_remote(ws, "centre", str(remote))
    delivering.queue(ws, prepared.audit)
    delivering.sync(ws)
    report(0.95, _("Taking in at the centre"))
    with _centre(folder, register.my_card(ws).decode()) as centre:
        receiving.intake(centre, str(remote))
        delivering.sync(ws)
        if review is not None:
            demo_review.give_back(centre, prepared.audit, review)
            demo_review.answer(ws, prepared.audit, review)
    receipt = next((remote / "receipts").rglob("*.json"))
    report(1.0, _("Done"))
    return Demonstration(
        prepared=prepared, sheets=sheets, bundle=bundle, remote=remote, receipt=receipt
    )


def _print(
    ws: Workspace, audit: str, number: str, folder: Path, report: Report
) -> tuple[Path, ...]:
    """Print every document of the audit side by side in both languages, and the workbook."""
    folder.mkdir()
    made: list[Path] = []
    for place, (name, order) in enumerate(_SHEETS):
        report(0.75 + 0.1 * place / len(_SHEETS), _("Printing the sheets"))
        made.append(printing.sheet(ws, audit, order, folder / f"{number}-{name}.pdf").path)
    book = folder / f"{number}.xlsx"
    workbooks.workbook(ws, audit, _BOTH, "bureau", book)
    return (*made, book)


@contextmanager
def _centre(folder: Path, card: str) -> Iterator[Workspace]:
    """Give a workspace that plays the centre and has accepted the auditor's key."""
    path = folder / "centre.ktadb"
    centre, _code = workspace.create(path, PASSPHRASE, replace(CENTRE, id=new_id()))
    try:
        register.set_centre(centre, centre=True)
        key = register.import_card(centre, card)
        register.accept(centre, key.fingerprint, "auditor")
        yield centre
    finally:
        centre.close()
