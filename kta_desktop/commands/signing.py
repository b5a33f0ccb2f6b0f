"""``kta sheet --sign``: sheets signed with a key whose passphrase is in the environment."""

import os
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.services import signing_sheets, signing_words
from kta_desktop.services.printing import SheetInfo
from kta_desktop.services.signing_sheets import Key, Signature

_VARIABLE = "KTA_KEY_PASSPHRASE"


class NoKeyPassphraseError(KtaError):
    """The passphrase of the key is not in the environment. Details: ``variable``."""

    code: ClassVar[str] = "key-no-passphrase"
    text: ClassVar[str] = N_(
        "The passphrase of the key is not given. Nothing was signed. Put it into the variable "
        "{variable} of the environment."
    )


def opened_key(path: Path, open_: Callable[[Path, str], Key] = signing_sheets.open_key) -> Key:
    """Return the key in a file, opened by ``open_``.

    Raises:
        NoKeyPassphraseError: If its passphrase is not in the environment.
        SigningError: If it cannot be opened.
    """
    passphrase = os.environ.get(_VARIABLE)
    if passphrase is None:
        raise NoKeyPassphraseError(variable=_VARIABLE)
    return open_(path, passphrase)


def signed(
    make: Callable[[Path], SheetInfo], key: Key, out: Path, *, despite_term: bool
) -> tuple[SheetInfo, Signature]:
    """Print a sheet and write it signed to ``out``; the unsigned one lies nowhere afterwards.

    Args:
        make: Prints the sheet into a file.
        key: Who signs.
        out: The signed PDF.
        despite_term: Whether a certificate that is not in force may sign.

    Raises:
        SigningError, SheetError: If it cannot be printed, signed or written.
    """
    with TemporaryDirectory() as folder:
        info = make(Path(folder) / out.name)
        made = signing_sheets.sign(info.path, key, out, despite_term=despite_term)
    return replace(info, path=out, sha256=sha256_hex(out.read_bytes())), made


def data(signature: Signature, lang: str) -> dict[str, Any]:
    """Return a signature as commands print it."""
    return {
        **asdict(signature.holder),
        "at": signature.at,
        "good": signature.is_good,
        "intact": signature.is_intact,
        "cover": signature.cover,
        "term": signature.term,
        "message": signing_words.verdict(signature, lang),
    }


def lines(signature: Signature, lang: str) -> list[str]:
    """Return a signature for people, its verdict first."""
    said = (signing_words.verdict(signature, lang), *signing_words.facts(signature, lang))
    return [f"  {line}" for line in said]
