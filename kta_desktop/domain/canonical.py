"""One JSON value, one sequence of bytes: what hashes and signatures are taken over."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = (
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


LONGEST_TEXT = 20_000  # characters of one text: ten printed pages, more than any note needs


def unfit_text(value: JsonValue) -> str | None:
    """Return the first text in ``value`` that may not be stored; None if all may.

    A text may have at most ``LONGEST_TEXT`` characters and no half of a surrogate pair, which
    UTF-8 cannot write.
    """
    if isinstance(value, str):
        return None if _is_fit(value) else value
    if isinstance(value, Mapping):
        return unfit_text([*value, *value.values()])
    if isinstance(value, Sequence):
        return next((found for item in value if (found := unfit_text(item)) is not None), None)
    return None


def _is_fit(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return len(text) <= LONGEST_TEXT


def canonical_json(value: JsonValue) -> bytes:
    """Return ``value`` as UTF-8 JSON with sorted keys and no insignificant white space.

    Raises:
        ValueError: For NaN and infinities, which JSON does not have.
    """
    return _ENCODER.encode(value).encode()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in lower-case hexadecimal, 64 characters."""
    return hashlib.sha256(data).hexdigest()


def json_hash(value: JsonValue) -> str:
    """Return the SHA-256 of the canonical JSON of ``value``."""
    return sha256_hex(canonical_json(value))
