"""``kta remote``: places added, looked at and removed by scripts, secrets from the environment."""

import json

import keyring
import pytest
from keyring.errors import NoKeyringError
from typer.testing import CliRunner

from kta_desktop.cli import app
from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.services import credentials, workspace
from kta_desktop.storage import keys
from tests.servers.authority import Authority
from tests.servers.dav import Dav


@pytest.fixture
def kta(tmp_path, monkeypatch):
    """Return how to run ``kta remote`` in a new workspace; gives exit code and JSON."""

    def missing(*_told):
        raise NoKeyringError

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, missing)
    monkeypatch.setattr(credentials, "_held", {})
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    monkeypatch.setenv("KTA_PASSPHRASE", "пароль")
    path = tmp_path / "w.ktadb"
    made, _code = workspace.create(path, "пароль", Auditor(id=new_id(), name="А", role="lead"))
    made.close()

    def run(*arguments):
        words = ["remote", *map(str, arguments), "--workspace", str(path), "--json"]
        result = CliRunner().invoke(app, words)
        return result.exit_code, json.loads(result.stdout)

    return run


def test_that_a_place_with_its_own_authority_is_added_checked_listed_removed(
    kta, tmp_path, monkeypatch
):
    authority = Authority()
    pem = tmp_path / "centre.pem"
    pem.write_text(authority.pem)
    monkeypatch.setenv("KTA_REMOTE_SECRET", "тайна")
    with Dav(authority.shown(tmp_path)) as server:
        server.user = "ivanov:тайна"
        url = f"{server.url}/kta"
        code, errors = kta("add", "centre", url, "--user", "ivanov")
        assert (code, errors["errors"][0]["code"]) == (1, "certificate-untrusted")
        code, added = kta("add", "centre", url, "--user", "ivanov", "--ca", pem)
        assert (code, added["kind"], added["pending"]) == (0, "webdav", False)
        assert kta("check", "centre") == (0, {"name": "centre", "url": url, "found": "ready"})
        server.user = "ivanov:another"
        code, errors = kta("check", "centre")
        assert (code, errors["errors"][0]["code"]) == (1, "credentials-refused")
    code, errors = kta("check", "centre")
    assert (code, errors["errors"][0]["code"]) == (1, "offline")
    assert kta("list") == (0, [added])
    assert kta("remove", "centre") == (0, {"name": "centre"})
    assert kta("list") == (0, [])


def test_that_a_file_that_is_no_authority_and_an_open_line_are_refused(kta, tmp_path):
    pem = tmp_path / "centre.pem"
    pem.write_bytes(b"\xff")
    code, errors = kta("add", "centre", "https://127.0.0.1:1/kta", "--ca", pem)
    assert (code, errors["errors"][0]["code"]) == (1, "certificate-file")
    assert errors["errors"][0]["where"] == "centre.pem"
    code, errors = kta("add", "centre", "https://127.0.0.1:1/kta", "--ca", tmp_path / "none.pem")
    assert (code, errors["errors"][0]["code"]) == (1, "file-unreadable")
    code, errors = kta("add", "centre", "http://files.example.kz/kta")
    assert (code, errors["errors"][0]["code"]) == (1, "line-open")
