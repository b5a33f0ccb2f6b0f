"""Asking for a printer; the library of the system's dialog is loaded when somebody prints."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def ask_printer(parent: QWidget, pages: int) -> "QPrinter | None":
    """Return the printer a person chose for so many pages; None if nobody wants to print."""
    from ui.widgets.print_job import ask_printer as ask

    return ask(parent, pages)
