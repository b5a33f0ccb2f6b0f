"""The log file of the program. It names what was done and never what was answered."""

import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kta_desktop.paths import config_dir

_BYTES = 1_000_000  # of one file
_KEPT = 4  # older files beside it
_FORMAT = "%(asctime)sZ %(levelname)s %(threadName)s %(name)s: %(message)s"

_handler: RotatingFileHandler | None = None


def folder() -> Path:
    """Return the folder of the log files."""
    return config_dir() / "logs"


def start() -> Path | None:
    """Begin to log into ``logs/kta.log``; return the file, or None if it cannot be written.

    A second call changes nothing: a process has one log.
    """
    global _handler  # noqa: PLW0603 - a process has one log
    place = folder() / "kta.log"
    if _handler is not None:
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(place, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError as error:
        logging.getLogger(__name__).warning("no log file: %s", error.strerror)
        return None
    formatter = logging.Formatter(_FORMAT)
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    logging.getLogger("kta_desktop").setLevel(logging.INFO)
    logging.getLogger("ui").setLevel(logging.INFO)
    _handler = handler
    return place


def stop() -> None:
    """Close the log file."""
    global _handler  # noqa: PLW0603 - a process has one log
    if _handler is not None:
        logging.getLogger().removeHandler(_handler)
        _handler.close()
        _handler = None


def tail(lines: int = 200) -> str:
    """Return the last lines of the log; empty if there is none."""
    try:
        text = (folder() / "kta.log").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
