"""Logger files: what is in them, and their readings in pieces.

``understand`` looks at a file and says how it is to be read; what a person corrects are ``Wishes``;
``read`` goes through it, and its account holds every line.
"""

from kta_desktop.measurement.loggers.model import (
    Account,
    Column,
    ColumnWish,
    Reason,
    Role,
    Understanding,
    Wishes,
)
from kta_desktop.measurement.loggers.reading import Batch, LoggerTable, read
from kta_desktop.measurement.loggers.understanding import understand

__all__ = [
    "Account",
    "Batch",
    "Column",
    "ColumnWish",
    "LoggerTable",
    "Reason",
    "Role",
    "Understanding",
    "Wishes",
    "read",
    "understand",
]
