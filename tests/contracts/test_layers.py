"""Who may import whom: the contracts hold, and each one notices when it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# contract → a module, and the import that it must not have
BREAKS = {
    "The core never sees Qt": ("kta_desktop/domain/ids.py", "from PySide6 import QtCore"),
    "The core is layered": (
        "kta_desktop/storage/engine.py",
        "import kta_desktop.services.answering",
    ),
    "The domain is plain Python": ("kta_desktop/forms/state.py", "import numpy"),
    "The UI reaches data only through services": (
        "ui/views/home_view.py",
        "import kta_desktop.storage.engine",
    ),
    "The UI is layered": ("ui/widgets/chip.py", "import ui.views.home_view"),
    "Screens do not know each other": ("ui/views/home_view.py", "import ui.views.unlock_view"),
}


def lint(folder):
    """Return what import-linter prints for the project in ``folder``."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for name in ("kta_desktop", "ui"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_that_every_contract_is_kept(copy):
    run = lint(copy)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("contract", BREAKS)
def test_that_a_contract_notices_being_broken(copy, contract):
    name, line = BREAKS[contract]
    module = copy / name
    before = module.read_text()
    # inside a function: the place where a forbidden import would hide
    module.write_text(f"{before}\n\ndef smuggle() -> None:\n    {line}\n")
    try:
        run = lint(copy)
    finally:
        module.write_text(before)
    assert run.returncode == 1
    assert f"{contract} BROKEN" in run.stdout


def test_that_every_contract_is_broken_on_purpose_here():
    text = (ROOT / "pyproject.toml").read_text()
    names = [line.split('"')[1] for line in text.splitlines() if line.startswith("name = ")]
    assert set(names) - {"kta-desktop"} == set(BREAKS)
