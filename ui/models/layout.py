"""How a person has arranged the panes on this computer: widths, and what is folded.

Kept apart from the settings, which are few and checked one by one: this is nobody's decision, may
be lost without harm, and changes with every pull at a handle.
"""

import json
import logging
from collections.abc import Mapping

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.paths import config_dir

_log = logging.getLogger(__name__)


class Layout:
    """Values by name, read once and written when one changes.

    Args:
        file: Name of the file that they are kept in.
    """

    def __init__(self, file: str = "layout.json") -> None:
        self._place = config_dir() / file
        self._values: dict[str, JsonValue] = dict(self._read())

    def value(self, name: str) -> JsonValue:
        """Return what was kept under a name; None if there is nothing."""
        return self._values.get(name)

    def sizes(self, name: str) -> list[int]:
        """Return the widths of panes that were kept under a name; empty if there are none."""
        value = self._values.get(name)
        if not isinstance(value, list):
            return []
        return [size for size in value if isinstance(size, int) and not isinstance(size, bool)]

    def is_folded(self, name: str) -> bool:
        """Whether what has this name was folded."""
        return self._values.get(name) is True

    def keep(self, name: str, value: JsonValue) -> None:
        """Remember a value; a folder that cannot be written to forgets it with the program."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            beside = self._place.with_suffix(".new")
            beside.write_text(json.dumps(self._values, indent=1), encoding="utf-8")
            beside.replace(self._place)
        except OSError as error:
            _log.warning("the layout is not kept: %s", error.strerror)

    def _read(self) -> Mapping[str, JsonValue]:
        try:
            data = json.loads(self._place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("the layout is damaged: %s", type(error).__name__)
            return {}
        return data if isinstance(data, dict) else {}
