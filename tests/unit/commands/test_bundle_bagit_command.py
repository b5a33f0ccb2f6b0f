"""``kta bundle verify --bagit``: any BagIt bag, folder or ZIP file."""

import json

import bagit
import pytest
from typer.testing import CliRunner

from kta_desktop.commands.bundles import app


@pytest.fixture
def bag(tmp_path):
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "a.txt").write_text("сүт")
    bagit.make_bag(str(tmp_path / "bag"), checksums=["sha256"])
    return tmp_path / "bag"


def verified(path, *options):
    return CliRunner().invoke(app, ["verify", str(path), "--bagit", *options])


def test_that_a_valid_bag_of_another_program_is_told_as_whole(bag):
    run = verified(bag, "--json")
    assert run.exit_code == 0
    said = {"ok": True, "version": "0.97", "files": 1, "octets": 6, "algorithms": ["sha256"]}
    assert json.loads(run.stdout) == said
    assert "0.97" in verified(bag).stdout


def test_that_a_damaged_bag_names_the_file_and_fails(bag):
    (bag / "data" / "a.txt").write_text("сут")
    run = verified(bag, "--json")
    assert run.exit_code == 1
    errors = json.loads(run.stdout)["errors"]
    assert [(one["code"], one["where"]) for one in errors] == [("bag-altered", "data/a.txt")]
    run = verified(bag)
    assert run.exit_code == 1
    assert "data/a.txt" in run.stderr
