"""Converting a figure, and taking readings from logger files."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.services import auditing
from tests.gallery.stage import Stage
from ui.dialogs.convert_dialog import ConvertDialog

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
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


def entries(
    dialog: Callable[[Open], Build],
) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return name, modules and maker of each screen, for ``screens``."""
    return (
        ("convert", ("dialogs.convert_dialog",), dialog(converted)),
        ("convert-refused", ("dialogs.convert_dialog",), dialog(unconverted)),
    )
