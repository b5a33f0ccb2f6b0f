"""Copies of the workspace beside a new passphrase, and what a restored one replaces."""

import pytest

from kta_desktop.services import workspace
from kta_desktop.storage import backup, errors


def opens(path, passphrase):
    opened = workspace.open_workspace(path, passphrase)
    opened.close()
    return opened.profile.name != ""


def test_that_what_is_set_aside_keeps_its_key_file(ws, passphrase):
    info = workspace.back_up(ws)
    ws.close()
    workspace.restore(ws.path, info.path, passphrase).close()
    (aside,) = ws.path.parent.glob("*-replaced-*.ktadb")
    assert opens(aside, passphrase)


def test_that_copies_that_cannot_be_written_do_not_hide_the_new_passphrase(
    ws, passphrase, monkeypatch
):
    info = workspace.back_up(ws)
    ws.close()

    def refuse(path):
        raise errors.ReadOnlyError(path=path)

    monkeypatch.setattr(backup, "rewrap_copies", refuse)
    with pytest.raises(errors.CopiesKeepPassphraseError):
        workspace.change_passphrase(ws.path, passphrase, "новый")
    assert opens(ws.path, "новый")
    assert opens(info.path, passphrase)
