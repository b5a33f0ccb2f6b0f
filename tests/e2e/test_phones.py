"""Exported workbooks are XLSForms: other programs convert, validate and run them."""

import shutil
import zipfile

import pytest
import rxeval
from pyxform.xls2xform import convert

from kta_desktop.packs import workbook
from kta_desktop.packs.workbook_files import pack_files
from kta_desktop.paths import RESOURCES

PACKS = sorted(path.parent for path in (RESOURCES / "packs").glob("*/pack.toml"))
# What rxeval warns of and packs use all the same: tables of a pack are looked up nowhere else.
KNOWN = {"pulldata()"}


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_that_an_exported_workbook_converts_and_means_the_same_everywhere(pack, tmp_path):
    book = tmp_path / "book.xlsx"
    workbook.write(pack_files(pack), book)
    has_java = shutil.which("java") is not None
    form = convert(book, validate=has_java, file_type=".xlsx").xform
    assert {finding["construct"] for finding in rxeval.check_form(form)} <= KNOWN
    assert pack.name in form
    assert zipfile.is_zipfile(book)
