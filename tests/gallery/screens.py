"""Every window, page and dialog by name, each built on the demonstration."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.i18n import _, language
from kta_desktop.services import auditing, filling, packs, workspace
from kta_desktop.settings import Settings
from kta_desktop.storage.errors import DiskFullError, KeyFileDamagedError, WrongPassphraseError
from tests.gallery import (
    analysis,
    assessment_bat,
    assessment_director,
    assessment_plan,
    assessment_repeat,
    centre,
    chart,
    checklist,
    converting,
    exchange,
    finding,
    grid,
    home,
    intake,
    methods,
    overview,
    paper,
    plant_card,
    printing,
    proof,
    quantities,
    remotes,
    safety,
    session,
    signatures,
    signing,
    together,
)
from tests.gallery.plant import answered
from tests.gallery.stage import Stage, settle
from ui.app import pages
from ui.app.main_window import MainWindow
from ui.models.preferences import Preferences
from ui.theme import theme

Build = Callable[[Stage, QSize], QWidget]


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the gallery.

    Attributes:
        name: Name of its pictures.
        shows: Modules of ``ui.views`` and ``ui.dialogs`` that can be seen on it.
        build: Makes it, shown and ready to be painted, for a window of a size.
    """

    name: str
    shows: tuple[str, ...]
    build: Build


def _preferences() -> Preferences:
    return Preferences(Settings(language=language(), theme=theme.tokens.name))


def _window(stage: Stage, size: QSize, page: str | None) -> MainWindow:
    window = MainWindow()
    if page is not None:  # the way in would be made, and taken away unseen
        window._ask = lambda **_how: None  # type: ignore[method-assign]
    window.furnish(stage.ws.path, _preferences(), stage.runner, exists=True)
    window.resize(size)
    window.show()
    if page is not None:
        window.open_workspace(stage.ws, stage.audit, page)
        frame = window.frame
        assert frame is not None
        settle(lambda: frame.editor is not None and frame.page_name == page)
    return window


def _page(name: str) -> Build:
    return lambda stage, size: _window(stage, size, name)


def _home(stage: Stage, size: QSize) -> QWidget:
    window = _window(stage, size, pages.HOME)
    settle(least_ms=150)
    return window


def _first_run(stage: Stage, size: QSize) -> QWidget:
    path = stage.folder / "new.ktadb"
    window = MainWindow()
    window.furnish(path, _preferences(), stage.runner, exists=False)
    window.resize(size)
    window.show()
    return window


def _recovery(_stage: Stage, size: QSize) -> QWidget:
    from ui.dialogs.recovery_key import RecoveryKeyPage

    page = RecoveryKeyPage()
    page.setProperty("ground", "bg")
    page.show_code("7K4M-2QWE-R5TY-8PAS-D3FG-H9JK", "Жумабаева Айгуль Маратовна")
    page.resize(size)
    page.show()
    return page


def _reset(_stage: Stage, size: QSize) -> QWidget:
    from ui.dialogs.reset_passphrase import ResetPassphrasePage

    page = ResetPassphrasePage()
    page.setProperty("ground", "bg")
    page.begin()
    page.refuse(DiskFullError(path="C:/Users/Айгуль/KTA/workspace.ktadb"))
    page.resize(size)
    page.show()
    return page


def _locked_out(stage: Stage, size: QSize) -> QWidget:
    window = _window(stage, size, None)
    assert window.unlock is not None
    window.unlock.unlock.fail(KeyFileDamagedError(path="C:/Users/Айгуль/KTA/workspace.ktadb.keys"))
    return window


def _gone(stage: Stage, size: QSize) -> QWidget:
    window = _first_run(stage, size)
    assert isinstance(window, MainWindow)
    assert window.unlock is not None
    window.unlock._offer_copies(_copies(stage))
    return window


def _sources(stage: Stage, size: QSize) -> QWidget:
    """Three sources, the second unfolded, with a table of its own and what it comes to."""
    view = answered(stage, size)
    view.show_question("source/s2/pollutants")
    return view


def _figures(stage: Stage, size: QSize) -> QWidget:
    view = answered(stage, size)
    view.show_question("total")
    return view


def _copied(stage: Stage, size: QSize) -> QWidget:
    view = answered(stage, size)
    view.show_question("src_any")
    return view


def _kinds(stage: Stage, size: QSize) -> QWidget:
    """Times, a range, an order, an acknowledgement, a long list, one of them open."""
    view = answered(stage, size)
    view.show_question("own_order")
    return view


def _live(stage: Stage, size: QSize) -> QWidget:
    from ui.views.measure_view import MeasureView

    window = _window(stage, size, pages.MEASURE)
    assert window.frame is not None
    view = window.frame.page
    assert isinstance(view, MeasureView)
    view.show_measurement(stage.measurement())
    return window


def _sessions(stage: Stage, size: QSize) -> QWidget:
    from ui.widgets.measure_sessions import SessionList

    window = _window(stage, size, pages.MEASURE)
    listed = window.findChild(SessionList)
    assert listed is not None
    settle(lambda: any(card.body is not None for card in listed.cards()))
    return window


def _marking(stage: Stage, size: QSize) -> QWidget:
    from ui.widgets.measure_chart import ChartPanel
    from ui.widgets.measure_live import LivePage

    window = _live(stage, size)
    page, chart = window.findChild(LivePage), window.findChild(ChartPanel)
    assert page is not None
    assert chart is not None
    settle()
    chart.move_cursor(-40)
    page.mark_exclusion()
    chart.move_cursor(8)
    page.mark_exclusion()
    return window


def _table(stage: Stage, size: QSize) -> QWidget:
    from ui.widgets.measure_chart import ChartPanel

    window = _live(stage, size)
    panel = window.findChild(ChartPanel)
    assert panel is not None
    panel.flip()
    return window


def _dialog(make: Callable[[Stage], QDialog]) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        dialog = make(stage)
        dialog.show()
        dialog.resize(dialog.size().boundedTo(size))
        return dialog

    return build


def _new_audit(stage: Stage) -> QDialog:
    from ui.dialogs.new_audit import NewAuditDialog

    dialog = NewAuditDialog(stage.ws.profile)
    dialog.show_packs(packs.available())
    dialog.show_number(auditing.next_number(stage.ws, 2026))
    dialog.offer_repeat(home.ROWS[-1])
    return dialog


def _go_to(stage: Stage) -> QDialog:
    from ui.dialogs.go_to import GoToDialog

    record = auditing.load(stage.ws, stage.audit)
    stage.parent = QWidget()
    return GoToDialog(filling.form(record.definition, record.entries), stage.parent)


def _keys(stage: Stage) -> QDialog:
    from ui.dialogs.keys_dialog import KeysDialog
    from ui.views.print_view import PrintView

    view = PrintView(stage.ws, stage.runner, stage.audit)
    listed = [(item.key, _(pages.LABELS[item.name])) for item in pages.ITEMS]
    return KeysDialog(view.title(), view.keys(), listed, None, stage.runner)


def _settings(stage: Stage) -> QDialog:
    from ui.dialogs.settings_dialog import SettingsDialog

    path = Path("C:/Users/Айгуль/KTA") / stage.ws.path.name
    dialog = SettingsDialog(_preferences(), str(path))
    dialog.access.show_profile(stage.ws.profile.name)
    dialog.access.show_keyring(found=False, holds=False)
    dialog.access.show_copies(_copies(stage))
    dialog.offer_access()
    return dialog


def _copies(stage: Stage) -> list[workspace.BackupInfo]:
    return [workspace.BackupInfo(stage.ws.path, "2026-11-22T10:04:11+00:00", verified=True)]


def _change_passphrase(_stage: Stage) -> QDialog:
    from ui.dialogs.change_passphrase import ChangePassphraseDialog

    dialog = ChangePassphraseDialog()
    dialog.secret.field.setText("тихая мойка")
    dialog.refuse(WrongPassphraseError())
    dialog.new.first.field.setText("четыре слова подряд здесь")
    dialog.new.again.field.setText("четыре слова")
    return dialog


def _profile(stage: Stage) -> QDialog:
    from ui.dialogs.profile_dialog import ProfileDialog

    return ProfileDialog(stage.ws.profile)


def _restore(stage: Stage) -> QDialog:
    from ui.dialogs.restore_copy import RestoreCopyDialog

    dialog = RestoreCopyDialog(_copies(stage))
    dialog.refuse(WrongPassphraseError())
    return dialog


def _crash(_stage: Stage) -> QDialog:
    from ui.dialogs.crash_dialog import CrashDialog

    return CrashDialog("KTA 0.1.0\nZeroDivisionError: division by zero\n  in ui/views/…")


def _end(stage: Stage) -> QDialog:
    from ui.dialogs.end_session import EndSessionDialog

    return EndSessionDialog(stage.measurement().view())


def _packs(act: Callable[[QWidget], None]) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = _window(stage, size, pages.PACKS)
        act(window)
        return window

    return build


def _workbook(act: Callable[[QWidget, Path], None]) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        window = _window(stage, size, pages.PACKS)
        act(window, stage.folder)
        return window

    return build


SCREENS = (
    Screen("unlock", ("views.unlock_view", "dialogs.unlock"), lambda s, z: _window(s, z, None)),
    Screen(
        "first-run",
        (
            "dialogs.first_run",
            "dialogs.profile_form",
            "dialogs.new_passphrase",
            "dialogs.language_bar",
            "dialogs.page_parts",
        ),
        _first_run,
    ),
    Screen("recovery-key", ("dialogs.recovery_key",), _recovery),
    Screen("reset-passphrase", ("dialogs.reset_passphrase",), _reset),
    Screen("locked-out", ("dialogs.unlock",), _locked_out),
    Screen("workspace-gone", ("dialogs.first_run",), _gone),
    Screen("change-passphrase", ("dialogs.change_passphrase",), _dialog(_change_passphrase)),
    Screen("profile", ("dialogs.profile_dialog",), _dialog(_profile)),
    Screen("restore-copy", ("dialogs.restore_copy",), _dialog(_restore)),
    *(Screen(*parts) for parts in home.entries(_home, _first_run, _dialog)),
    Screen("checklist", ("views.checklist_view",), _page(pages.CHECKLIST)),
    *(
        Screen(name, ("views.checklist_view",), made(_page(pages.CHECKLIST)))
        for name, made in checklist.SHOWN
    ),
    *(
        Screen(name, ("views.plant_view",), made(_page(pages.PLANT)))
        for name, made in plant_card.SHOWN
    ),
    *(Screen(name, shows, made(_page(pages.CHECKLIST))) for name, shows, made in proof.SHOWN),
    Screen("checklist-repeat", ("views.checklist_view",), _sources),
    Screen("checklist-figures", ("views.checklist_view",), _figures),
    Screen("checklist-copies", ("views.checklist_view",), _copied),
    Screen("checklist-kinds", ("views.checklist_view",), _kinds),
    Screen(
        "measure-live",
        ("views.measure_view", "dialogs.hand_readings", "dialogs.measure_tools"),
        _live,
    ),
    Screen("measure-table", ("views.measure_view",), _table),
    Screen("measure-exclusion", ("views.measure_view",), _marking),
    Screen("measure-sessions", ("views.measure_view",), _sessions),
    *(Screen(*parts) for parts in printing.entries(_page(pages.PRINT))),
    *(Screen(*parts) for parts in exchange.entries(_page, _dialog)),
    Screen("packs-form", ("views.packs_view",), _packs(methods.form)),
    Screen("packs-faults", ("views.packs_view",), _workbook(methods.faults)),
    Screen("packs-paper", ("views.packs_view",), _packs(methods.paper)),
    Screen("packs-changes", ("views.packs_view",), _workbook(methods.changes)),
    Screen("packs-levels", ("views.packs_view",), _packs(methods.levels)),
    Screen("packs-list", ("views.packs_view",), _packs(methods.dropped)),
    Screen("mark-checked", ("dialogs.mark_checked",), _dialog(methods.marking)),
    Screen("new-audit", ("dialogs.new_audit", "dialogs.bin_check"), _dialog(_new_audit)),
    Screen("go-to", ("dialogs.go_to",), _dialog(_go_to)),
    Screen("keys", ("dialogs.keys_dialog",), _dialog(_keys)),
    Screen("settings", ("dialogs.settings_dialog",), _dialog(_settings)),
    Screen("crash", ("dialogs.crash_dialog",), _dialog(_crash)),
    Screen("end-session", ("dialogs.end_session",), _dialog(_end)),
    Screen("conflicts", ("dialogs.conflicts_dialog",), _dialog(together.deciding)),
    Screen("incoming", ("dialogs.package_dialog",), _dialog(together.incoming)),
    *(Screen(*parts) for parts in session.entries(_dialog)),
    *(Screen(*parts) for parts in converting.entries(_dialog)),
    *(Screen(*parts) for parts in safety.entries(_page(pages.CHECKLIST), _dialog)),
    *(Screen(*parts) for parts in remotes.entries(_dialog)),
    *(Screen(*parts) for parts in grid.SHOWN),
    *(Screen(*parts) for parts in analysis.entries(_page(pages.MEASURE))),
    *(Screen(*parts) for parts in (*chart.SHOWN, *quantities.SHOWN)),
    *(Screen(*parts) for parts in paper.entries(_page(pages.CHECKLIST))),
    *(Screen(*parts) for parts in finding.entries(_page(pages.CHECKLIST), _dialog)),
    *(Screen(*parts) for parts in signing.entries(_dialog)),
    *(Screen(*parts) for parts in signatures.entries(_dialog)),
    *(Screen(*parts) for parts in (*intake.entries(_home, _dialog), *centre.entries(_dialog))),
    *(Screen(*parts) for parts in overview.entries(_page(pages.OVERVIEW), _dialog)),
    *(Screen(*parts) for parts in assessment_bat.entries(_page(pages.BAT))),
    *(Screen(*parts) for parts in assessment_plan.entries(_page(pages.PLAN), _dialog)),
    *(Screen(*parts) for parts in assessment_repeat.entries(_page(pages.BAT))),
    *(Screen(*parts) for parts in assessment_director.entries(_dialog)),
)
