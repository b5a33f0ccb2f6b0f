"""Techniques and indicators of the demonstration."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from tests.gallery.stage import Stage

Build = Callable[[Stage, QSize], QWidget]
Entry = tuple[str, tuple[str, ...], Build]


def entries(page: Build) -> tuple[Entry, ...]:
    """Return name, modules and maker of each entry.

    Args:
        page: Makes a window that shows the page.
    """
    return (("bat", ("views.bat_view",), page),)
