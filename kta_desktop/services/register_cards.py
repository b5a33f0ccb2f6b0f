"""Cards of keys: our own, as a file and as the text of a QR code; those of others, understood.

A card is signed by the key it is about. As text it is ``KTA-CARD:`` and base 32 of the key, its
signature and the compressed content, from which the signed document follows to the byte.
"""

import base64
import binascii
import json
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.exchange import signing
from kta_desktop.exchange.errors import DocumentWrongError
from kta_desktop.services.centre_errors import CardUnreadableError

if TYPE_CHECKING:
    from kta_desktop.exchange.documents import Card, Said

PREFIX = "KTA-CARD:"
LARGEST_TEXT = 1_450  # signs of a QR of version 25 with a quarter spare (level M): 1451
_KEY, _SIGNED = 32, 96  # bytes of the key; of the key and its signature
_MOST = 64 << 10  # bytes of a card as text, whatever it unpacks to
_DOCUMENTS = (".json", ".txt", ".card", "")


def as_text(document: bytes) -> str:
    """Return a signed card as the text of a QR code.

    Args:
        document: A card as it was signed.
    """
    signed = json.loads(document)
    payload = canonical_json(signed["payload"])
    packed = zlib.compress(payload, 9)
    raw = bytes.fromhex(signed["key"]) + base64.b64decode(signed["signature"]) + packed
    return PREFIX + base64.b32encode(raw).decode().rstrip("=")


def understood(source: Path | str) -> "Said[Card]":
    """Return the card in a text, a file, or a picture or PDF with its code.

    Args:
        source: Text as scanned or pasted, a signed document, or a file.

    Raises:
        CardUnreadableError: If there is none, or its signature does not hold.
    """
    if isinstance(source, Path):
        return _of_file(source)
    return _of_text(source, PREFIX + "…")


def of_document(data: bytes, where: str) -> "Said[Card]":
    """Return the card that a signed document is.

    Raises:
        CardUnreadableError: If it is none.
    """
    from kta_desktop.exchange.documents import Card, read

    try:
        return read(Card, data, where)
    except DocumentWrongError as error:
        raise CardUnreadableError(where=where) from error


def _of_file(path: Path) -> "Said[Card]":
    if path.suffix.lower() in _DOCUMENTS:
        try:
            with path.open("rb") as file:
                data = file.read(_MOST + 1)
        except (OSError, ValueError) as error:  # ValueError: a name with a NUL
            raise CardUnreadableError(where=path.name) from error
        return _of_text(data.decode("utf-8", "replace"), path.name)
    return _of_picture(path)


def _of_picture(path: Path) -> "Said[Card]":
    from kta_desktop.services import codes

    try:
        seen = codes.in_file(path)
    except (codes.CodeFileError, codes.NoCodeError) as error:
        raise CardUnreadableError(where=path.name) from error
    texts = [one.text for one in seen if one.text.strip().upper().startswith(PREFIX)]
    if len(set(texts)) != 1:
        raise CardUnreadableError(where=path.name)
    return _of_text(texts[0], path.name)


def _of_text(text: str, where: str) -> "Said[Card]":
    if len(text) > _MOST:
        raise CardUnreadableError(where=where)
    plain = re.sub(r"\s+", "", text).upper()
    if plain.startswith(PREFIX):
        return of_document(_unpacked(plain.removeprefix(PREFIX), where), where)
    return of_document(text.strip().encode("utf-8", "replace"), where)


def _unpacked(letters: str, where: str) -> bytes:
    """Return the signed document that the letters of a code stand for."""
    padded = letters + "=" * (-len(letters) % 8)
    unpacker = zlib.decompressobj()
    try:
        raw = base64.b32decode(padded)
        payload = unpacker.decompress(raw[_SIGNED:], _MOST)
        said = json.loads(payload)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise CardUnreadableError(where=where) from error
    whole = unpacker.eof and not unpacker.unconsumed_tail and not unpacker.unused_data
    if not whole or not isinstance(said, dict) or len(raw) <= _SIGNED:
        raise CardUnreadableError(where=where)
    return signing.enclosed(said, raw[:_KEY], raw[_KEY:_SIGNED])
