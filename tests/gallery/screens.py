"""Every window, page and dialog by name, each built on the demonstration."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.forms.state import FormState
from kta_desktop.i18n import language
from kta_desktop.services import auditing, measuring, packing, packs
from kta_desktop.settings import Settings
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


def _live(stage: Stage, size: QSize) -> QWidget:
    from ui.views.measure_view import MeasureView

    window = _window(stage, size, pages.MEASURE)
    assert window.frame is not None
    view = window.frame.page
    assert isinstance(view, MeasureView)
    view.show_measurement(stage.measurement())
    return window


def _table(stage: Stage, size: QSize) -> QWidget:
    from ui.widgets.measure_chart import ChartPanel

    window = _live(stage, size)
    panel = window.findChild(ChartPanel)
    assert panel is not None
    panel.flip()
    return window


def _print(stage: Stage, size: QSize) -> QWidget:
    from ui.widgets.print_preview import PrintPreview

    window = _window(stage, size, pages.PRINT)
    preview = window.findChild(PrintPreview)
    assert preview is not None
    settle(lambda: preview.has(0, preview.wanted_width()))
    return window


def _exchange(stage: Stage, size: QSize) -> QWidget:
    from ui.widgets.delivery_list import DeliveryList

    window = _window(stage, size, pages.EXCHANGE)
    listed = window.findChild(DeliveryList)
    assert listed is not None
    settle(lambda: bool(listed.shown()))
    return window


def _written(stage: Stage, size: QSize) -> QWidget:
    from ui.widgets.delivery_side import BundlePanel

    window = _exchange(stage, size)
    panel = window.findChild(BundlePanel)
    assert panel is not None
    path = stage.folder / "KTA-demo.kta"
    checks = [(check.name, check.ok, "") for check in packing.verify(path).checks]
    panel.show_result("E:/KTA-2026-014.kta", path.stat().st_size, checks)
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
    return dialog


def _go_to(stage: Stage) -> QDialog:
    from ui.dialogs.go_to import GoToDialog

    record = auditing.load(stage.ws, stage.audit)
    stage.parent = QWidget()
    return GoToDialog(FormState(record.definition, record.entries), stage.parent)


def _keys(_stage: Stage) -> QDialog:
    from ui.dialogs.keys_dialog import KeysDialog
    from ui.views.print_view import PrintView

    view = PrintView(_stage.ws, _stage.runner, _stage.audit)
    listed = [(item.key, pages.LABELS[item.name]) for item in pages.ITEMS]
    return KeysDialog(view.title(), view.keys(), listed, None)


def _settings(stage: Stage) -> QDialog:
    from ui.dialogs.settings_dialog import SettingsDialog

    return SettingsDialog(_preferences(), str(Path("C:/Users/Айгуль/KTA") / stage.ws.path.name))


def _crash(_stage: Stage) -> QDialog:
    from ui.dialogs.crash_dialog import CrashDialog

    return CrashDialog("KTA 0.1.0\nZeroDivisionError: division by zero\n  in ui/views/…")


def _start(stage: Stage) -> QDialog:
    from ui.dialogs.start_session import StartSessionDialog, fitting_levels

    levels = fitting_levels(auditing.load(stage.ws, stage.audit))
    dialog = StartSessionDialog(levels, measuring.profiles_at_hand())
    dialog.fill(source="0014 · сушилка РС-2", load="92", verified="14.03.2027")
    return dialog


def _end(stage: Stage) -> QDialog:
    from ui.dialogs.end_session import EndSessionDialog

    return EndSessionDialog(stage.measurement().view())


def _remote(_stage: Stage) -> QDialog:
    from ui.dialogs.add_remote import AddRemoteDialog

    return AddRemoteDialog()


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
    Screen("home", ("views.home_view",), _home),
    Screen("checklist", ("views.checklist_view",), _page(pages.CHECKLIST)),
    Screen("measure-live", ("views.measure_view",), _live),
    Screen("measure-table", ("views.measure_view",), _table),
    Screen("measure-sessions", ("views.measure_view",), _page(pages.MEASURE)),
    Screen("print", ("views.print_view",), _print),
    Screen("exchange", ("views.exchange_view",), _exchange),
    Screen("exchange-written", ("views.exchange_view",), _written),
    Screen("new-audit", ("dialogs.new_audit", "dialogs.bin_check"), _dialog(_new_audit)),
    Screen("go-to", ("dialogs.go_to",), _dialog(_go_to)),
    Screen("keys", ("dialogs.keys_dialog",), _dialog(_keys)),
    Screen("settings", ("dialogs.settings_dialog",), _dialog(_settings)),
    Screen("crash", ("dialogs.crash_dialog",), _dialog(_crash)),
    Screen("start-session", ("dialogs.start_session",), _dialog(_start)),
    Screen("end-session", ("dialogs.end_session",), _dialog(_end)),
    Screen("add-remote", ("dialogs.add_remote",), _dialog(_remote)),
)
