"""The key of a workspace: random, wrapped by the passphrase and by a recovery code.

The file ``<workspace>.keys`` beside the workspace holds the wrapped key and nothing secret. The
database key itself never changes, so a new passphrase rewrites these few hundred bytes only.
"""

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import Annotated, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kta_desktop.domain.ids import random_letters, read_letters
from kta_desktop.storage.engine import understood
from kta_desktop.storage.errors import (
    KeyFileDamagedError,
    KeyFileMissingError,
    PassphraseEmptyError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from kta_desktop.storage.files import write_atomically

KEY_BYTES = 32
SERVICE = "kta-desktop"
SCRYPT_N = 2**17  # 128 MiB and 0.3 s on a laptop of 2020: OWASP's first choice for scrypt
_GROUPS, _LETTERS = 8, 4  # a recovery code has 32 letters, 158 bits
_MAX_FILE = 64 * 1024  # bytes; a real one has about 900

_Hex = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{2}){1,64}$")]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wrap(_Checked):
    """The key under one secret: AES-256-GCM with a key that scrypt derives from the secret."""

    by: Literal["passphrase", "recovery"]
    n: int = Field(ge=2**14, le=2**20)
    r: int = Field(ge=1, le=16)
    p: int = Field(ge=1, le=4)
    salt: _Hex
    nonce: _Hex
    data: _Hex


class KeyFile(_Checked):
    """What the key file says.

    Attributes:
        format: Version of the layout.
        workspace: Id of the workspace the key opens.
        salt: First 16 bytes of the workspace file, by which a foreign one is known.
        wraps: The key, once under the passphrase and once under the recovery code.
        checksum: SHA-256 over the rest, so that damage is not taken for a wrong passphrase.
    """

    format: Literal["kta-keys/1"] = "kta-keys/1"
    workspace: str = Field(pattern=r"^[0-9a-f-]{36}$")
    salt: _Hex
    wraps: tuple[Wrap, ...] = Field(min_length=1, max_length=4)
    checksum: str = ""

    def sealed(self) -> "KeyFile":
        """Return the same with the checksum that belongs to it."""
        body = self.model_dump_json(exclude={"checksum"})
        return self.model_copy(update={"checksum": hashlib.sha256(body.encode()).hexdigest()})

    def unwrap_by_passphrase(self, passphrase: str) -> bytes:
        """Return the database key.

        Raises:
            WrongPassphraseError: If the passphrase is another one.
        """
        key = self._unwrap("passphrase", _secret(passphrase))
        if key is None:
            raise WrongPassphraseError
        return key

    def unwrap_by_code(self, code: str) -> bytes:
        """Return the database key; spaces, hyphens and case of the code do not matter.

        Raises:
            WrongRecoveryCodeError: If the code is another one.
        """
        key = self._unwrap("recovery", read_letters(code).encode())
        if key is None:
            raise WrongRecoveryCodeError
        return key

    def with_passphrase(self, key: bytes, passphrase: str) -> "KeyFile":
        """Return the same with the key under a new passphrase; the recovery code still fits.

        Raises:
            PassphraseEmptyError: If there is nothing to protect it with.
        """
        others = tuple(wrap for wrap in self.wraps if wrap.by != "passphrase")
        new = _wrap("passphrase", _secret(passphrase), key, self.workspace)
        return self.model_copy(update={"wraps": (new, *others)}).sealed()

    def _unwrap(self, by: str, secret: bytes) -> bytes | None:
        for wrap in self.wraps:
            if wrap.by == by:
                cipher = AESGCM(_derive(secret, bytes.fromhex(wrap.salt), (wrap.n, wrap.r, wrap.p)))
                try:
                    return cipher.decrypt(
                        bytes.fromhex(wrap.nonce),
                        bytes.fromhex(wrap.data),
                        _context(self.workspace, by),
                    )
                except InvalidTag:
                    return None
        return None


def new_key_file(workspace: str, passphrase: str) -> tuple[KeyFile, bytes, str]:
    """Return a key file, the database key in it and the recovery code.

    Args:
        workspace: UUID of the new workspace.
        passphrase: Any text that is not empty.

    Raises:
        PassphraseEmptyError: If there is nothing to protect it with.
    """
    key, salt = os.urandom(KEY_BYTES), os.urandom(16)
    letters = random_letters(_GROUPS * _LETTERS)
    wraps = (
        _wrap("passphrase", _secret(passphrase), key, workspace),
        _wrap("recovery", letters.encode(), key, workspace),
    )
    code = "-".join(letters[i : i + _LETTERS] for i in range(0, len(letters), _LETTERS))
    return KeyFile(workspace=workspace, salt=salt.hex(), wraps=wraps).sealed(), key, code


def keys_path(workspace: Path) -> Path:
    """Return where the key file of a workspace lies."""
    return workspace.with_name(workspace.name + ".keys")


def read_key_file(workspace: Path) -> KeyFile:
    """Return the checked key file of the workspace at ``workspace``.

    Raises:
        KeyFileMissingError: If there is none.
        KeyFileDamagedError: If it is not what was written.
    """
    path = keys_path(workspace)
    if not path.is_file():
        raise KeyFileMissingError(path=path)
    with understood(path):
        data = path.read_bytes()[: _MAX_FILE + 1]
    try:
        found = KeyFile.model_validate_json(data)
    except ValidationError as error:
        raise KeyFileDamagedError(path=path) from error
    if found.sealed().checksum != found.checksum:
        raise KeyFileDamagedError(path=path)
    return found


def write_key_file(workspace: Path, keys: KeyFile) -> None:
    """Replace the key file of a workspace, whole or not at all.

    Raises:
        DiskFullError, ReadOnlyError: If it cannot be written; the old one stays.
    """
    path = keys_path(workspace)
    with understood(path):
        write_atomically(path, keys.model_dump_json(indent=1).encode())


def _secret(passphrase: str) -> bytes:
    # Composed and decomposed letters (й) are the same letter, whatever keyboard typed them.
    # A variable of the environment may hold bytes that are no text; they are as good a secret.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    if not secret:
        raise PassphraseEmptyError
    return secret


def _derive(secret: bytes, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return Scrypt(salt=salt, length=KEY_BYTES, n=n, r=r, p=p).derive(secret)


def _context(workspace: str, by: str) -> bytes:
    """Return what a wrap is bound to, so that wraps cannot be moved between workspaces."""
    return f"{SERVICE}:{workspace}:{by}".encode()


def _wrap(by: Literal["passphrase", "recovery"], secret: bytes, key: bytes, workspace: str) -> Wrap:
    salt, nonce = os.urandom(16), os.urandom(12)
    cost = (SCRYPT_N, 8, 1)
    data = AESGCM(_derive(secret, salt, cost)).encrypt(nonce, key, _context(workspace, by))
    n, r, p = cost
    return Wrap(by=by, n=n, r=r, p=p, salt=salt.hex(), nonce=nonce.hex(), data=data.hex())
