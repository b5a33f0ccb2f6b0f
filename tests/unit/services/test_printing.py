"""Sheets on disk: whole or not at all, from an audit in a workspace."""

import errno
import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.services import answering, evidence, printing
from kta_desktop.services.printing import Order
from kta_desktop.storage import files

AT = "2026-11-22T14:32:08+05:00"


@pytest.fixture
def filled(ws, audit, tmp_path):
    """Return the id of an audit with an answer and a photograph."""
    answer = Answer(text="Скважина № 2", value="Скважина № 2")
    answering.store(ws, audit, [answering.Edit("wat_01", answer.to_json())])
    photo = tmp_path / "насос.jpg"
    Image.new("RGB", (1200, 900), (90, 120, 130)).save(photo)
    evidence.attach(ws, audit, "wat_01", photo, caption="Насос Н-7")
    return audit


def words(path):
    document = pypdfium2.PdfDocument(path.read_bytes())
    found = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return " ".join(" ".join(found).split())


def test_that_the_sheet_of_a_stored_audit_holds_answer_author_and_photograph(
    ws, filled, tmp_path, profile
):
    out = tmp_path / "лист.pdf"
    info = printing.sheet(ws, filled, Order(languages=("ru", "kk")), out, printed_at=AT)
    found = words(out)
    assert "Скважина № 2" in found
    assert "Ф-1. Насос Н-7" in found
    assert profile.name in found
    assert info.sha256 == sha256_hex(out.read_bytes())
    assert info.pages == printing.page_count(out)
    assert info.code in found


def test_that_printing_twice_at_the_same_time_gives_the_same_file(ws, filled, tmp_path):
    first = printing.sheet(ws, filled, Order(languages=("kk",)), tmp_path / "1.pdf", printed_at=AT)
    second = printing.sheet(ws, filled, Order(languages=("kk",)), tmp_path / "2.pdf", printed_at=AT)
    assert first.sha256 == second.sha256


def test_that_one_more_change_gives_another_code(ws, filled, tmp_path):
    first = printing.sheet(ws, filled, Order(languages=("ru",)), tmp_path / "1.pdf", printed_at=AT)
    answering.store(ws, filled, [answering.Edit("wat_01#note", "проверено")])
    second = printing.sheet(ws, filled, Order(languages=("ru",)), tmp_path / "2.pdf", printed_at=AT)
    assert first.code != second.code


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, printing.SheetDiskFullError),
        (errno.EACCES, printing.SheetReadOnlyError),
        (errno.EROFS, printing.SheetReadOnlyError),
        (errno.EIO, printing.SheetError),
    ],
)
def test_that_a_failing_disk_keeps_the_older_sheet(ws, filled, tmp_path, monkeypatch, number, kind):
    out = tmp_path / "лист.pdf"
    out.write_bytes(b"older")

    def fail(_descriptor):
        raise OSError(number, "no")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(printing.SheetError) as caught:
        printing.sheet(ws, filled, Order(languages=("ru",)), out, printed_at=AT)
    assert type(caught.value) is kind
    assert out.name in caught.value.sentence("ru")
    assert out.read_bytes() == b"older"
    assert [path.name for path in tmp_path.glob("*.pdf")] == [out.name]
    assert not list(tmp_path.glob("*.tmp"))


def test_that_a_missing_folder_is_named(ws, filled, tmp_path):
    with pytest.raises(printing.SheetFolderMissingError):
        printing.sheet(ws, filled, Order(languages=("ru",)), tmp_path / "нет" / "лист.pdf")


def test_that_a_folder_in_place_of_the_file_is_refused(ws, filled, tmp_path):
    with pytest.raises(printing.SheetReadOnlyError):
        printing.sheet(ws, filled, Order(languages=("ru",)), tmp_path)


def test_that_a_stopped_sheet_is_not_written(ws, filled, tmp_path):
    out = tmp_path / "лист.pdf"
    with pytest.raises(printing.SheetCancelledError):
        printing.sheet(ws, filled, Order(languages=("ru",)), out, cancelled=lambda: True)
    assert not out.exists()


def test_that_progress_goes_forward_to_its_end(ws, filled, tmp_path):
    shares = []
    printing.sheet(
        ws,
        filled,
        Order(languages=("ru",)),
        tmp_path / "л.pdf",
        report=lambda share, _text: shares.append(share),
    )
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_that_a_photograph_that_went_missing_leaves_words(ws, filled, tmp_path, monkeypatch):
    from kta_desktop.storage.errors import ContentMissingError

    def refuse(_ws, sha256, _pixels):
        raise ContentMissingError(sha256=sha256)

    monkeypatch.setattr(evidence, "reduced", refuse)
    out = tmp_path / "лист.pdf"
    printing.sheet(ws, filled, Order(languages=("ru",)), out, printed_at=AT)
    assert "Снимок нельзя показать" in words(out)


def test_that_a_page_becomes_a_picture_of_the_width_asked_for(ws, filled, tmp_path):
    out = tmp_path / "лист.pdf"
    printing.sheet(ws, filled, Order(languages=("ru",)), out, printed_at=AT)
    with Image.open(io.BytesIO(printing.page_image(out, 1, 700))) as picture:
        assert picture.format == "PNG"
        assert picture.width == pytest.approx(700, abs=1)
        assert picture.height == pytest.approx(700 * 297 / 210, abs=2)


@pytest.mark.parametrize("page", [0, -1, 999])
def test_that_a_page_that_is_not_there_is_a_sentence(ws, filled, tmp_path, page):
    out = tmp_path / "лист.pdf"
    printing.sheet(ws, filled, Order(languages=("ru",)), out, printed_at=AT)
    with pytest.raises(printing.PreviewError):
        printing.page_image(out, page, 700)


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.4\ncut"])
def test_that_a_broken_file_is_a_sentence(tmp_path, data):
    broken = tmp_path / "x.pdf"
    broken.write_bytes(data)
    for look in (printing.page_count, lambda path: printing.page_image(path, 1, 100)):
        with pytest.raises(printing.PreviewError):
            look(broken)


def test_that_a_missing_file_is_a_sentence():
    with pytest.raises(printing.PreviewError):
        printing.page_count(Path("/нет/такого.pdf"))


def test_that_figures_load_no_printing_library_and_sheets_no_numbers():
    import subprocess
    import sys

    code = (
        "import kta_desktop.services.printing, sys; print('reportlab' in sys.modules);"
        "import kta_desktop.reports.sheet; print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
