"""The centre's work from the command line: what needs a person ends with exit code 1."""

import json

import pytest

from kta_desktop import cli
from kta_desktop.domain.ids import new_id
from kta_desktop.services import delivering, register


@pytest.fixture
def kta(bureau, monkeypatch, capsys):
    """Return a way to call ``kta`` for the centre: ``kta("keys", "list")`` → exit code, JSON."""
    monkeypatch.setenv("KTA_PASSPHRASE", "пароль")
    bureau.close()

    def call(*words):
        capsys.readouterr()
        code = cli.run([*words, "--json", "--workspace", str(bureau.path)])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def bureau(new_workspace, hand):
    return hand.as_centre(new_workspace("bureau"))


def test_that_a_version_is_taken_in_and_returned_from_the_command_line(
    hand, laptop, stick, kta, tmp_path
):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    code, told = kta("intake", "--remote", str(stick))
    assert (code, [one["code"] for one in told["errors"]]) == (1, ["key-unknown"])
    assert kta("keys", "list")[1][0]["held"] == 1
    assert kta("keys", "accept", "ffff")[0] == 1

    register.save_card(laptop, tmp_path / "card.json")
    assert kta("keys", "import", str(tmp_path / "card.json"))[1]["name"] == "laptop"
    assert kta("keys", "accept", laptop.device[:12])[1]["state"] == "active"
    code, told = kta("intake", "--remote", str(stick))
    assert (code, [one["audit"] for one in told["received"]]) == (0, [audit])

    assert [row["number"] for row in kta("review", "list")[1]] == ["KTA-2026-001"]
    code, told = kta("review", "return", "KTA-2026-001", "--comment", "=Проверьте всё")
    assert (code, told["review"]["comments"][0]["text"]) == (0, "Проверьте всё")
    assert told["reached"] == [str(stick)]
    assert kta("review", "accept", "KTA-2026-001")[0] == 1
    assert kta("review", "show", "KTA-2026-001")[1][0]["state"] == "open"
    assert kta("keys", "revoke", laptop.device, "--reason", " ")[0] == 1
    assert kta("keys", "revoke", laptop.device, "--reason", "Потерян")[1]["state"] == "revoked"
    to = laptop.device[:12]
    words = ("--to", to, "--plant", "ТОО «Сүт»", "--pack", "food", "--year", "2025")
    code, told = kta("assign", "new", "KTA-2026-002", *words)
    assert (code, told["errors"][0]["code"]) == (1, "assignment-wrong")
    code, told = kta("keys", "release", f"bundles/{new_id()}/1.json", "--remote", str(stick))
    assert (code, told["errors"][0]["code"]) == (1, "not-held")
