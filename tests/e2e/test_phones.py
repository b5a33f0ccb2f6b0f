"""Exported workbooks are XLSForms: other programs convert, validate and run them."""

import shutil
import subprocess
import zipfile

import pytest
import rxeval
from pyxform.validators.odk_validate import ODK_VALIDATE_PATH
from pyxform.xls2xform import convert

from kta_desktop.packs import workbook
from kta_desktop.packs.workbook_files import pack_files
from kta_desktop.paths import RESOURCES

PACKS = sorted(path.parent for path in (RESOURCES / "packs").glob("*/pack.toml"))
# What rxeval warns of and packs use all the same: tables of a pack are looked up nowhere else.
KNOWN = {"pulldata()"}
VALID = ">> Xform is valid!"


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """Every pack, exported and converted: its folder to the XForm."""
    folder = tmp_path_factory.mktemp("phones")
    for pack in PACKS:
        book = folder / f"{pack.name}.xlsx"
        workbook.write(pack_files(pack), book)
        assert zipfile.is_zipfile(book)
        form = convert(book, validate=False, file_type=".xlsx").xform
        book.with_suffix(".xml").write_text(form, "utf-8")
    return {pack.name: folder / f"{pack.name}.xml" for pack in PACKS}


@pytest.fixture(scope="module")
def validated(forms):
    """What ODK Validate says of each form; all in one run, since starting it is what takes long."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    command = ["java", "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH, *forms.values()]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    _start, *said = run.stdout.split("Validating: ")
    told = dict(text.split("\n", 1) for text in said)
    return {name: (told[str(path)], run.stderr) for name, path in forms.items()}


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_that_an_exported_workbook_converts_and_means_the_same_everywhere(pack, forms):
    form = forms[pack.name].read_text("utf-8")
    assert {finding["construct"] for finding in rxeval.check_form(form)} <= KNOWN
    assert pack.name in form


@pytest.mark.timeout(300)
@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_that_phones_take_an_exported_workbook(pack, validated):
    said, wrong = validated[pack.name]
    assert VALID in said, wrong
