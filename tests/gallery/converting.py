"""Converting a figure, and taking readings from logger files."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.services import auditing
from tests.gallery.stage import Stage, settle
from ui.dialogs.convert_dialog import ConvertDialog
from ui.dialogs.logger_dialog import LoggerDialog

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
_FILES = Path(__file__).parent.parent / "files" / "loggers"
_SESSIONS = [("s1", "22.11.2026 13:45, 0014 сушилка РС-2"), ("s2", "21.11.2026 09:10, 0021 печь")]
_KILN = {
    "value": "250",
    "unit": "ppm",
    "substance": "NO/NO2",
    "temperature": "140",
    "pressure": "99,1",
    "moisture": "9",
    "o2": "10,4",
    "o2_ref": "8",
    "u_pct": "5",
    "flow": "12,5",
    "hours": "7920",
    "throughput": "12,5",
}


def converted(stage: Stage) -> QDialog:
    """Return NO of a glass furnace as NO2, with its flow, year and specific load."""
    dialog = ConvertDialog(None, auditing.load(stage.ws, stage.audit))
    dialog.form.fill(_KILN)
    return dialog


def unconverted(_stage: Stage) -> QDialog:
    """Return a figure in normal cubic metres that is too near to air."""
    dialog = ConvertDialog()
    dialog.form.fill({"value": "4,2", "unit": "mg/Nm3", "o2": "20,6", "o2_ref": "18"})
    return dialog


def _logged(stage: Stage, *names: str) -> LoggerDialog:
    """Return the import of files of the corpus, gone through."""
    dialog = LoggerDialog(stage.runner, lambda *_asked: None, _SESSIONS)
    dialog.add([_FILES / name for name in names])
    settle(lambda: not dialog.files.is_busy, least_ms=120)
    return dialog


def understood(stage: Stage) -> QDialog:
    """Return lines with rejected ones among them."""
    dialog = _logged(stage, "odd-lines.csv")
    dialog.show_pane("lines")
    return dialog


def several(stage: Stage) -> QDialog:
    """Return the columns of one of several files."""
    dialog = _logged(stage, "emission-ru.csv", "excel-ru.xlsx", "ftir-like.txt", "empty.csv")
    dialog.show_pane("columns")
    return dialog


def corrected(stage: Stage) -> QDialog:
    """Return a file that does not say when it began, with what else can be read otherwise."""
    dialog = _logged(stage, "elapsed-no-start.csv")
    dialog.show_pane("file")
    return dialog


def refused(stage: Stage) -> QDialog:
    """Return a picture that is called a table."""
    return _logged(stage, "jpeg-renamed.csv")


def going(stage: Stage) -> QDialog:
    """Return where readings go."""
    dialog = _logged(stage, "emission-ru.csv")
    dialog.show_pane("into")
    return dialog


def entries(
    dialog: Callable[[Open], Build],
) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return name, modules and maker of each screen, for ``screens``."""
    return (
        ("convert", ("dialogs.convert_dialog",), dialog(converted)),
        ("convert-refused", ("dialogs.convert_dialog",), dialog(unconverted)),
        ("logger-lines", ("dialogs.logger_dialog",), dialog(understood)),
        ("logger-several", ("dialogs.logger_dialog",), dialog(several)),
        ("logger-corrected", ("dialogs.logger_dialog",), dialog(corrected)),
        ("logger-refused", ("dialogs.logger_dialog",), dialog(refused)),
        ("logger-into", ("dialogs.logger_dialog",), dialog(going)),
    )
