"""Evidence: the viewer, the ways in, new pictures at the foot, a folder matched by time."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kta_desktop.services import demo_pictures
from kta_desktop.services.camera_roll import Shot, Worked
from tests.gallery.stage import Stage, settle
from ui.dialogs.camera_roll import CameraRollDialog
from ui.dialogs.evidence_viewer import EvidenceViewer
from ui.views.checklist_view import ChecklistView
from ui.widgets.question_card import QuestionCard

Window = Callable[[Stage, QSize], QWidget]
Made = Callable[[Window], Window]
_LOCAL = timezone(timedelta(hours=5))
_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=_LOCAL)
_SHOTS = (  # file, scene, minutes after noon
    ("IMG_2041.jpg", "meter", 4),
    ("IMG_2042.jpg", "gauge", 16),
    ("IMG_2043.jpg", "pump", 41),
    ("IMG_2044.jpg", "well", 44),
    ("IMG_2045.jpg", "outfall", 180),
)
_WORKED = ((0, "wat_01"), (42, "wat_05"), (48, "wat_06"))


def viewer(window: Window) -> Window:
    """Return the viewer on a photograph of the demonstration."""

    def build(stage: Stage, size: QSize) -> QWidget:
        stage.parent = window(stage, size)
        view = _view(stage.parent)
        address = _pictured(view)
        item = view.editor.state.evidence(address)[0]
        shown = EvidenceViewer(view.editor, address, item.id, view)
        shown.resize(shown.size().boundedTo(size))
        shown.show()
        settle(lambda: shown.picture.image is not None)
        return shown

    return build


def ways(window: Window) -> Window:
    """Return the list of ways in."""

    def build(stage: Stage, size: QSize) -> QWidget:
        stage.parent = window(stage, size)
        view = _view(stage.parent)
        view.show_question(_pictured(view))
        card = view.questions.current
        assert isinstance(card, QuestionCard)
        assert card.form is not None
        shown = card.form.evidence.choose()
        settle()
        return shown

    return build


def fresh(window: Window) -> Window:
    """Return the checklist with three new pictures of a watched folder at its foot."""

    def build(stage: Stage, size: QSize) -> QWidget:
        shown = window(stage, size)
        view = _view(shown)
        view.show_question(_pictured(view))
        view.desk.pictures.files = [Path(name) for name, _scene, _at in _SHOTS[:3]]
        view.desk.pictures.changed.emit()
        settle()
        return shown

    return build


def roll(window: Window) -> Window:
    """Return five photographs with the questions that their times speak for."""

    def build(stage: Stage, size: QSize) -> QWidget:
        stage.parent = window(stage, size)
        view = _view(stage.parent)
        folder = stage.folder / "DCIM"
        folder.mkdir(exist_ok=True)
        for name, scene, minutes in _SHOTS:
            taken = _NOON + timedelta(minutes=minutes)
            (folder / name).write_bytes(demo_pictures.picture(scene, "", taken))
            os.utime(folder / name, (taken.timestamp(), taken.timestamp()))
        shown = CameraRollDialog(view.editor, view.runner, folder, view)
        shown.resize(shown.size().boundedTo(size))
        settle(lambda: not shown.is_reading)
        shots = [
            Shot(folder / name, _NOON + timedelta(minutes=minutes), name.endswith("2.jpg"))
            for name, _scene, minutes in _SHOTS
        ]
        shots[3] = Shot(shots[3].file, shots[3].taken, attached_to=("wat_05",))
        worked = [Worked(_NOON + timedelta(minutes=at), address) for at, address in _WORKED]
        shown.model.show_shots(shots, worked)
        shown.table.selectRow(0)
        shown._word()
        shown.show()
        seen = len(_SHOTS) - 2  # rows below the edge of a small window bring no picture
        settle(lambda: len([p for p in shown.model._pictures.values() if p]) >= seen)
        return shown

    return build


def _view(window: QWidget) -> ChecklistView:
    view = window.findChild(ChecklistView)
    assert isinstance(view, ChecklistView)
    return view


def _pictured(view: ChecklistView) -> str:
    """Return the first question with a photograph."""
    state = view.editor.state
    return next(
        place.address
        for place in state.places()
        if any(item.is_image for item in state.evidence(place.address))
    )


SHOWN: tuple[tuple[str, tuple[str, ...], Made], ...] = (
    ("evidence-viewer", ("dialogs.evidence_viewer",), viewer),
    ("evidence-ways", ("dialogs.evidence_desk",), ways),
    ("evidence-new", ("dialogs.evidence_desk",), fresh),
    ("camera-roll", ("dialogs.camera_roll",), roll),
)
