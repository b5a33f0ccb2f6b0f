"""Answers that the disk of the workspace did not take, put aside until it does.

A file of its own, encrypted by a key derived from that of the workspace, in the first folder that
takes it: the user's data, the folder of the workspace, the folder for temporary files. It goes
when what it holds is stored.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.errors import KtaError
from kta_desktop.paths import data_dir
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import entries
from kta_desktop.storage.engine import understood
from kta_desktop.storage.errors import DiskFailedError
from kta_desktop.storage.files import write_atomically

_NONCE_BYTES = 12


def put_aside(ws: Workspace, audit_id: str, edits: Iterable[Edit]) -> Path:
    """Write edits that could not be stored, with those put aside before; return where.

    Raises:
        DiskFullError, ReadOnlyError, DiskFailedError, PathUnusableError: If no folder takes them;
            the error is that of the last one.
    """
    wanted = {edit.path: edit.after for edit in (*found(ws, audit_id), *edits)}
    nonce = os.urandom(_NONCE_BYTES)
    data = nonce + _cipher(ws).encrypt(nonce, canonical_json(wanted), audit_id.encode())
    error: KtaError = DiskFailedError(path=ws.path)
    for path in _places(ws, audit_id):
        try:
            with understood(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, data)
        except KtaError as refused:
            error = refused
        else:
            return path
    raise error


def found(ws: Workspace, audit_id: str) -> tuple[Edit, ...]:
    """Return what was put aside for an audit; a file of another workspace is passed over."""
    edits: dict[str, Edit] = {}
    for path in _files(ws, audit_id):
        data = path.read_bytes()
        try:
            text = _cipher(ws).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], audit_id.encode())
        except (InvalidTag, ValueError):
            continue
        edits |= {where: Edit(where, after) for where, after in json.loads(text).items()}
    return tuple(edits.values())


def forget_stored(ws: Workspace, audit_id: str) -> None:
    """Take away what was put aside if the workspace holds all of it now."""
    wanted = found(ws, audit_id)
    with ws.store.connect() as connection:
        values, _heads = entries.load(connection, audit_id)
    if all(values.get(edit.path) == edit.after for edit in wanted):
        for path in _files(ws, audit_id):
            path.unlink()


def _files(ws: Workspace, audit_id: str) -> Iterator[Path]:
    for path in _places(ws, audit_id):
        try:
            is_there = path.is_file()
        except OSError:  # the folder is gone, as with a stick that was pulled out
            continue
        if is_there:
            yield path


def _places(ws: Workspace, audit_id: str) -> tuple[Path, ...]:
    name = f"unsaved-{audit_id}.ktar"
    folders = (data_dir(), ws.path.parent, Path(tempfile.gettempdir()))
    return tuple(dict.fromkeys(folder / name for folder in folders))


def _cipher(ws: Workspace) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kta unsaved answers")
    return AESGCM(derived.derive(ws.store.key))
