"""The house stays tidy: file sizes, licences of what is not ours, no place outside the product."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path.relative_to(ROOT)
    for top in ("kta_desktop", "ui", "tests")
    for path in (ROOT / top).rglob("*.py")
)


LONGEST = {"kta_desktop": 400, "ui": 400, "tests": 500}  # lines; tests carry their data


def test_that_no_module_is_too_long_to_read():
    lines = {path: len((ROOT / path).read_text().splitlines()) for path in MODULES}
    long = {str(path): count for path, count in lines.items() if count > LONGEST[path.parts[0]]}
    assert long == {}


def functions(path):
    tree = ast.parse((ROOT / path).read_text())
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_that_no_function_is_longer_than_50_lines():
    long = {
        f"{path}:{node.name}": lines
        for path in MODULES
        if path.parts[0] != "tests"  # data of a test may be long
        for node in functions(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 50
    }
    assert long == {}


@pytest.mark.parametrize("folder", ["icons", "fonts"])
def test_that_third_party_assets_keep_their_licence_beside_them(folder):
    names = {path.name for path in (ROOT / "resources" / folder).iterdir()}
    assert any(name.startswith("LICENSE") for name in names)
    assert "README.md" in names


def test_that_no_file_names_a_place_outside_the_product():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    outside = re.compile(
        r"(?<![\w.])/" + r"(work|tmp/kta|home)/|shared/" + r"(domain|design|product)"
    )
    found = [
        name
        for name in listed.stdout.splitlines()
        if name.endswith((".py", ".md", ".toml", ".csv", ".po", ".sh", ".txt"))
        and outside.search((ROOT / name).read_text(errors="replace"))
    ]
    assert found == []


def test_that_qt_is_pinned_to_a_release_that_runs_on_python_3_11():
    lock = (ROOT / "requirements.lock").read_text()
    assert "pyside6-essentials==6.11.3 " in lock
