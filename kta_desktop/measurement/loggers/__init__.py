"""Logger files: what is in them, and their readings in pieces.

``understand`` looks at a file and says how it is to be read; what a person corrects are ``Wishes``;
``read`` goes through it, and its account holds every line. numpy is loaded when a file is read.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.measurement.loggers.model import (
    Account,
    Column,
    ColumnWish,
    Reason,
    Role,
    Understanding,
    Wishes,
)

if TYPE_CHECKING:
    from kta_desktop.measurement.loggers.reading import LoggerTable

__all__ = [
    "Account",
    "Column",
    "ColumnWish",
    "Reason",
    "Role",
    "Understanding",
    "Wishes",
    "read",
    "understand",
]


def _silent(_fraction: float, _text: str) -> None:
    """Report to nobody."""


def _never() -> bool:
    """Return False: nobody wants to stop."""
    return False


def understand(path: Path, wishes: Wishes | None = None) -> Understanding:
    """Return how a logger file is to be read.

    Args:
        path: The file; only pieces of it are read.
        wishes: What is to be read otherwise than it would be understood.

    Raises:
        LoggerMissingError, LoggerEmptyError, LoggerBinaryError, LoggerWorkbookError: If it is no
            readable file of its kind.
        LoggerNoTableError: If no rows of readings are found.
        LoggerWishError, LoggerSheetMissingError: If a wish cannot be done.
    """
    from kta_desktop.measurement.loggers import understanding

    return understanding.understand(path, wishes)


def read(
    path: Path,
    understanding: Understanding,
    report: Callable[[float, str], None] = _silent,
    cancelled: Callable[[], bool] = _never,
) -> "LoggerTable":
    """Return the table of a file, to be gone through once; nothing is read before.

    Raises:
        LoggerNoTimeError: If nothing says when its rows were taken.
    """
    from kta_desktop.measurement.loggers.reading import LoggerTable

    return LoggerTable(path, understanding, report, cancelled)
