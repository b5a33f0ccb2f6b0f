"""Patterns of the lines that instruments write, matched in linear time whatever they are."""

from functools import lru_cache
from typing import Any

_MEMORY = 1 << 20


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Any:
    """Return the compiled pattern.

    Raises:
        ValueError: If it cannot be read; says why in the words of the library.
    """
    import re2  # type: ignore[import-untyped]  # a binding without stubs

    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise ValueError(words) from error
