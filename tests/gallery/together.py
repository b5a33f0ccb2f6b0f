"""Screens of several auditors at one plant: a colleague's package, and different answers."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.domain.changes import Change, Conflict
from kta_desktop.services import auditing
from kta_desktop.services.package_news import Incoming, News, Share
from tests.gallery.stage import Stage
from ui.undo import AuditEditor


def deciding(stage: Stage) -> QDialog:
    """Two values of one answer, and an instance that one removed and the other filled."""
    from ui.dialogs.conflicts_dialog import ConflictsDialog

    record = auditing.load(stage.ws, stage.audit)
    paths = [path for path, value in record.entries.items() if _is_number(value)][:2]
    conflicts = tuple(Conflict(path, _sides(stage, record.entries[path], path)) for path in paths)
    stage.parent = QWidget()
    editor = AuditEditor(stage.ws, replace(record, conflicts=conflicts), stage.runner, stage.parent)
    return ConflictsDialog(editor)


def incoming(stage: Stage) -> QDialog:
    """What a colleague's package would bring."""
    from ui.dialogs.package_dialog import IncomingDialog

    record = auditing.load(stage.ws, stage.audit)
    shares = (
        Share(author="Ким Роман Викторович", changes=128, paths=41),
        Share(author="Оспанов Ерлан", changes=7, paths=5),
    )
    told = Incoming(
        audit=record.id,
        number=record.number,
        plant=record.plant.name,
        revision=4,
        news=News.MORE,
        shares=shares,
        conflicts=("a", "b"),
    )
    return IncomingDialog(told)


def _is_number(value: object) -> bool:
    return isinstance(value, dict) and bool(value.get("unit")) and "value" in value


def _sides(stage: Stage, value: object, path: str) -> tuple[Change, ...]:
    assert isinstance(value, dict)
    other = value | {"text": "112,5", "value": "112.5"}
    return tuple(
        Change(
            id=f"01890000-0000-7000-8000-00000000000{place}",
            audit=stage.audit,
            path=path,
            before=None,
            after=side,
            author=author,
            device=device,
            at=f"2026-11-22T09:{place}1:08.000Z",
            seq=1,
            group="g",
        )
        for place, (side, author, device) in enumerate(
            ((other, "unknown", "another"), (value, stage.ws.profile.id, stage.ws.device))
        )
    )
