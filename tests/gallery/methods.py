"""The methodologist's page: a workbook with mistakes, a corrected one, every part of a pack."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kta_desktop.services import authoring, packs
from kta_desktop.services.answering import Edit
from tests.gallery.stage import Stage, settle
from ui.dialogs.mark_checked import MarkCheckedDialog
from ui.models import level_lines
from ui.views.packs_view import PacksView
from ui.widgets.pack_parts import CHANGES, FAULTS, FORM, LEVELS, PAPER

PACK = "textile"
DAIRY: Mapping[str, object] = {
    "gen_01": ["dairy"],
    "gen_06": ["direct_water_body"],
    "gen_04": "market_milk",
}


def view_of(page: QWidget, pack: str) -> PacksView:
    """Return the page of packs with a pack in use chosen."""
    view = page.findChild(PacksView)
    assert view is not None
    settle(lambda: view.shown is not None)
    view._list.choose(pack)
    settle(lambda: view.shown is not None and view.shown.pack_id == pack)
    return view


def form(page: QWidget) -> None:
    """Try answers until an exception gives a dairy other bounds; say why one is not asked."""
    view = view_of(page, "food")
    view._parts.show_part(FORM)
    editor, context = view._parts.form.editor, view._parts.form.context
    assert editor is not None
    assert context is not None
    editor.submit([Edit(name, {"value": value}) for name, value in DAIRY.items()])
    figure = {"text": "96", "value": "96", "unit": "%"}
    editor.submit([Edit("cod_abatement_pct", figure)])
    view._parts.form.show_question("cod_abatement_pct")
    context.show()
    context.refresh()
    settle()


def faults(page: QWidget, folder: Path) -> None:
    """Open a workbook with mistakes."""
    view = view_of(page, PACK)
    view.inspect(_workbook(folder, broken=True))
    settle(lambda: view._opened is not None)
    view._parts.show_part(FAULTS)


def changes(page: QWidget, folder: Path) -> None:
    """Open a workbook that differs from the pack in use."""
    view = view_of(page, PACK)
    view.inspect(_workbook(folder, broken=False))
    settle(lambda: view._opened is not None)
    view._parts.show_part(CHANGES)


def levels(page: QWidget) -> None:
    """Show the levels, exceptions among them, and what was marked lately."""
    view_of(page, "food")._parts.show_part(LEVELS)


def paper(page: QWidget) -> None:
    """Show the first page of the blank sheet."""
    view = view_of(page, PACK)
    view._parts.show_part(PAPER)
    preview = view._parts.paper.preview
    settle(lambda: preview.pages > 0 and preview.has(0, preview.wanted_width()))


def dropped(page: QWidget) -> None:
    """Show the list of packs, which lies over the rest in a narrow window."""
    view_of(page, PACK)._panes.drop(is_shown=True)


def marking(stage: Stage) -> MarkCheckedDialog:
    """Return the dialog that marks an exception as checked, with a day that is none."""
    definition, _sha256 = packs.compiled("food")
    level = definition.level("AEL-W-COD-X3")
    facts = level_lines.facts(level, definition)
    name = stage.ws.profile.name
    dialog = MarkCheckedDialog(level_lines.name(level), facts, name, date(2026, 11, 22))
    dialog._day.field.setText("31.12.2026")
    return dialog


def _workbook(folder: Path, *, broken: bool) -> Path:
    """Return a workbook of the pack, changed by hand; made once."""
    from openpyxl import load_workbook

    path = folder / ("broken.xlsx" if broken else "changed.xlsx")
    if path.exists():
        return path
    authoring.export(PACK, path)
    book = load_workbook(path)
    survey, bounds = book["survey"], book["kta_ael"]
    heads = {cell.value: cell.column for cell in survey[1]}
    rows = {survey.cell(row, heads["name"]).value: row for row in range(2, survey.max_row + 1)}
    survey.cell(rows["tx_dye_04"], heads["label::Русский (ru)"]).value = "Каков модуль ванны?"
    columns = {cell.value: cell.column for cell in bounds[1]}
    bounds.cell(2, columns["upper"]).value = 777
    bounds.delete_rows(bounds.max_row)
    if broken:
        survey.cell(rows["tx_dye_01"], heads["relevant"]).value = "${subsektor} = 'x'"
        survey.cell(rows["tx_pre_06"], heads["type"]).value = "decimall"
        bounds.cell(5, columns["lower"]).value = 999_999
        bounds.cell(6, columns["unit"]).value = "mg/liter"
    book.save(path)
    return path
