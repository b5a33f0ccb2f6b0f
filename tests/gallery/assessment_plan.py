"""Bottlenecks and the plan of the demonstration, its windows, and the page without anything."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.i18n import _
from kta_desktop.services import auditing, bottleneck_scene, plan_form, plan_sheet
from kta_desktop.services.answering import Edit
from kta_desktop.services.plan_book_rows import AT, Faults
from kta_desktop.services.plan_errors import (
    PlanBookFaultyError,
    PlanDayError,
    PlanFormulaError,
)
from kta_desktop.services.plan_workbook import Difference, Differences, Gone
from tests.gallery.stage import Stage, settle
from ui.assessment import AssessmentModel, assessment_of
from ui.dialogs.bottleneck_ask import AddBottleneckDialog, MergeDialog, RejectDialog
from ui.dialogs.bottleneck_dialog import BottleneckDialog
from ui.dialogs.measure_dialog import MeasureDialog
from ui.dialogs.pick_many import PickMany
from ui.dialogs.plan_excel import PlanExcelDialog
from ui.dialogs.plan_scenarios import ScenariosDialog
from ui.dialogs.plan_terms import TermsDialog
from ui.undo import AuditEditor
from ui.views.plan_view import PlanView
from ui.widgets.plan_panel import CURVE, TABLE, YEARS
from ui.widgets.plan_table import FIELDS, TIME

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
Entry = tuple[str, tuple[str, ...], Build]
_PAGE = ("views.plan_view", "dialogs.plan_acts")


def _view(window: QWidget) -> PlanView:
    view = window.findChild(PlanView)
    assert view is not None
    settle(lambda: view.model.found is not None)
    return view


def _shown(page: Build, look: str, part: str = "") -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        view = _view(window)
        if part:
            view._show_part(part)
        view.measures._looks.set_value(look)
        view.measures._turn()
        settle()
        return window

    return build


def _events(page: Build) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        view = _view(window)
        view.measures._toggle_events()
        view.measures.table.setFocus()
        settle()
        return window

    return build


def _typed(page: Build, field: str, text: str) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = page(stage, size)
        view = _view(window)
        view._show_part("measures")
        view.measures._looks.set_value(FIELDS)
        view.measures._turn()
        table = view.measures.table
        column = 1 + table._sheet.fields.index(field)
        table.setFocus()
        table.setCurrentIndex(table.lines.index(1, column))
        if text:
            table.edit_cell(text)
            table.typing.commit()
        settle()
        return window

    return build


def _opened(stage: Stage) -> tuple[AuditEditor, AssessmentModel]:
    stage.parent = QWidget()
    record = auditing.load(stage.ws, stage.audit)
    editor = AuditEditor(stage.ws, record, stage.runner, stage.parent)
    model = assessment_of(editor)
    model.finish()
    return editor, model


def _measure(stage: Stage) -> QDialog:
    editor, model = _opened(stage)
    return MeasureDialog(editor, model, model.finish().plan.steps[1].id, stage.parent)


def _bottleneck(stage: Stage) -> QDialog:
    _editor, model = _opened(stage)
    found = model.finish()
    weights = bottleneck_scene.weights_of(found.known)
    rows = bottleneck_scene.rows(found.candidates, weights, bottleneck_scene.codes(found.bats))
    with_links = max(found.candidates, key=lambda each: len(each.techniques) + len(each.indicators))
    row = next(each for each in rows if each.key == with_links.key)
    return BottleneckDialog(found, row, stage.parent)


def _terms(stage: Stage) -> QDialog:
    editor, model = _opened(stage)
    return TermsDialog(editor, model.finish().known, stage.parent)


def _scenarios(stage: Stage) -> QDialog:
    editor, model = _opened(stage)
    return ScenariosDialog(editor, model, stage.parent)


def _reject(stage: Stage) -> QDialog:
    editor, model = _opened(stage)
    dialog = RejectDialog(editor, model.finish().candidates[0], stage.parent)
    dialog.accept()
    return dialog


def _merge(stage: Stage) -> QDialog:
    editor, model = _opened(stage)
    first, *others = model.finish().candidates
    return MergeDialog(editor, first, others, stage.parent)


def _add(stage: Stage) -> QDialog:
    editor, _model = _opened(stage)
    return AddBottleneckDialog(editor, stage.parent)


def _pick(stage: Stage) -> QDialog:
    _editor, model = _opened(stage)
    options = plan_form.technique_options(model.finish().known)
    return PickMany("НДТ", options, [options[0][0]], lambda chosen: chosen, stage.parent)


def _excel(stage: Stage) -> QDialog:
    editor, model = _opened(stage)
    dialog = PlanExcelDialog(editor, model, stage.parent)
    changed = (
        Difference("Усреднитель на 16 часов", "Стоимость, млн тг", "46", "52,5"),
        Difference("Усреднитель на 16 часов", "Ввод в работу", "30.09.2027", "31.12.2027"),
        Difference("", "Ставка дисконтирования", "12", "14"),
    )
    gone = (Gone("m9", "Замена рукавов РС-2"),)
    edits = (Edit("@plan/rate", "14"),)
    found = Differences(changed, ("Частотный привод Н-3",), gone, edits, {"m9": ()})
    dialog.show_differences("KTA-2026-014.xlsx", found)
    return dialog


def _refused(stage: Stage) -> QDialog:
    """A workbook in which a day and a formula cannot be taken over."""
    editor, model = _opened(stage)
    day = PlanDayError(name=_(plan_sheet.HEADS[plan_sheet.STARTUP]), typed="осенью")
    found = Faults()
    for place, error in (("Меры!J4", day), ("Меры!D7", PlanFormulaError())):
        found.found.append(_(AT).format(where=place, sentence=error.sentence()))
    dialog = PlanExcelDialog(editor, model, stage.parent)
    dialog._failed(PlanBookFaultyError(faults=tuple(found.found), path="KTA-2026-014.xlsx"))
    return dialog


def entries(page: Build, dialog: Callable[[Open], Build]) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry.

    Args:
        page: Makes a window that shows the page.
        dialog: Makes a window of a dialog.
    """
    return (
        ("plan", _PAGE, _shown(page, TABLE)),
        ("plan-measures", _PAGE, _shown(page, TIME, "measures")),
        ("plan-events", _PAGE, _events(page)),
        ("plan-fields", _PAGE, _typed(page, "done_on", "")),
        ("plan-cell", _PAGE, _typed(page, "startup", "осенью")),
        ("plan-curve", _PAGE, _shown(page, CURVE, "measures")),
        ("plan-years", _PAGE, _shown(page, YEARS, "measures")),
        ("plan-measure", ("dialogs.measure_dialog",), dialog(_measure)),
        ("plan-bottleneck", ("dialogs.bottleneck_dialog",), dialog(_bottleneck)),
        ("plan-terms", ("dialogs.plan_terms", "dialogs.plan_ask"), dialog(_terms)),
        ("plan-scenarios", ("dialogs.plan_scenarios",), dialog(_scenarios)),
        ("plan-excel", ("dialogs.plan_excel",), dialog(_excel)),
        ("plan-excel-refused", ("dialogs.plan_excel",), dialog(_refused)),
        ("plan-reject", ("dialogs.bottleneck_ask",), dialog(_reject)),
        ("plan-merge", ("dialogs.bottleneck_ask",), dialog(_merge)),
        ("plan-add", ("dialogs.bottleneck_ask",), dialog(_add)),
        ("plan-pick", ("dialogs.pick_many",), dialog(_pick)),
    )
