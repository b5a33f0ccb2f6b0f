"""The checklist at work: a figure beyond its level, an earlier audit, its own calculation."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.confidential import Secrecy
from kta_desktop.services.earlier import Earlier
from tests.gallery.stage import Stage, settle
from ui.views.checklist_view import ChecklistView
from ui.widgets.answer_number import NumberEditor
from ui.widgets.question_card import QuestionCard

_NARROW = 1000
Window = Callable[[Stage, QSize], QWidget]
Made = Callable[[Window], Window]
_THEN = Earlier(
    answer=Answer(text="2,9", value="2.9", unit="m3/t", origin="calculated"),
    rows=0,
    starts_on="2023-10-02",
    number="KTA-2023-009",
    edits=(),
)


def discharge(window: Window) -> Window:
    """Return what shows the specific discharge, with the same figure three years ago."""

    def build(stage: Stage, size: QSize) -> QWidget:
        shown = window(stage, size)
        view = _view(shown)
        assert Decimal("2.9") == _THEN.value
        view.answers._take({"wat_03": _THEN})
        view.show_question("wat_03")
        settle()
        return shown

    return build


def figure(window: Window) -> Window:
    """Return what shows a calculated figure with the numbers it is made of."""

    def build(stage: Stage, size: QSize) -> QWidget:
        shown = window(stage, size)
        _view(shown).show_question("core_energy_specific")
        settle()
        return shown

    return build


def mine(window: Window) -> Window:
    """Return what shows the sections of one of two auditors, and a number in another unit."""

    def build(stage: Stage, size: QSize) -> QWidget:
        shown = window(stage, size)
        view = _view(shown)
        state = view.editor.state  # nothing of this is stored
        own, other = stage.ws.profile.id, "0192-kim"
        state.apply(f"@team/{own}", {"name": stage.ws.profile.name, "place": 0})
        state.apply(f"@team/{other}", {"name": "Ким Роман Олегович", "place": 1})
        for place, section in enumerate(state.definition.sections):
            owner = own if section.name in ("wat", "wwt", "cip", "blr") else other
            state.apply(f"@assignment/{section.name}", owner if place % 5 else None)
        view.show_question("wat_03")
        view.toggle_mine()
        card = view.questions.current
        assert isinstance(card, QuestionCard)
        assert card.form is not None
        editor = card.form.answer
        assert isinstance(editor, NumberEditor)
        editor._shown.choose("l/kg")
        if size.width() < _NARROW:
            view.toggle_context()
        settle()
        return shown

    return build


def secret(window: Window) -> Window:
    """Return what shows an answer that is a trade secret, with its grounds, between others."""

    def build(stage: Stage, size: QSize) -> QWidget:
        shown = window(stage, size)
        view = _view(shown)
        grounds = "Перечень сведений, приказ № 12 от 14.03.2024"
        said = Secrecy(is_secret=True, grounds=grounds).to_json()
        for name in ("wat_03", "wat_05", "wat_04"):  # nothing of this is stored
            view.editor.state.apply(f"{name}#confidential", said)
        view.show_question("wat_03")
        card = view.questions.current
        assert isinstance(card, QuestionCard)
        card.refresh()
        settle()
        return shown

    return build


def _view(window: QWidget) -> ChecklistView:
    view = window.findChild(ChecklistView)
    assert isinstance(view, ChecklistView)
    return view


SHOWN: tuple[tuple[str, Made], ...] = (
    ("checklist-water", discharge),
    ("checklist-sum", figure),
    ("checklist-mine", mine),
    ("checklist-secret", secret),
)
