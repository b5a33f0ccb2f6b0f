"""Sheets come back from paper: pages are found and their pictures become evidence."""

import io
import random
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.page_codes import PageMark, short_of
from kta_desktop.services import (
    answering,
    auditing,
    blank,
    evidence,
    filling,
    packs,
    paper,
    paper_files,
)
from kta_desktop.services.paper import Page, Wanted
from kta_desktop.services.paper_errors import (
    FilledSheetError,
    NoPageCodeError,
    OtherAuditError,
    OtherVersionError,
    ScanLockedError,
    ScanUnreadableError,
    UnknownCodeError,
)
from kta_desktop.services.paper_files import Scan
from kta_desktop.services.printing import Kind, Order
from kta_desktop.storage.errors import PictureTooLargeError

AT = "2026-11-22T14:00:00+05:00"


def _asked(name, number, section="wat", kind=QuestionType.TEXT, **more):
    label = Text(ru=f"Вопрос {number}", kk=f"{number} сұрағы")
    return Question(name=name, number=number, section=section, type=kind, label=label, **more)


LIST = Definition(
    pack="tiny",
    version="1.0",
    title=Text(ru="Молоко", kk="Сүт"),
    sections=(
        Section(name="wat", number="8", label=Text(ru="Вода", kk="Су")),
        Section(name="air", number="9", label=Text(ru="Воздух", kk="Ауа")),
    ),
    questions=(
        _asked("fact", "", kind=QuestionType.CALCULATE, calculation="1"),
        _asked("wat_01", "8.1"),
        _asked("wat_02", "8.2", relevant="${wat_01} = 'да'"),
        *(_asked(f"wat_{n:02}", f"8.{n}", kind=QuestionType.DECIMAL) for n in range(3, 12)),
        _asked("source", "9.1", "air", QuestionType.REPEAT),
        _asked("height", "9.2", "air", QuestionType.DECIMAL, parent="source"),
        _asked("smell", "9.3", "air"),
    ),
)
SHA = json_hash(LIST.to_json())


@pytest.fixture
def tiny_pack(monkeypatch):
    monkeypatch.setattr(packs, "compiled", lambda _pack: (LIST, SHA), raising=False)
    return LIST


NUMBER = "KTA-2026-014"
DECIDED = {"wat_01": {"text": "нет", "value": "нет"}}


@pytest.fixture(scope="module")
def record():
    """Return an audit of the list, without a workspace."""
    return AuditRecord(
        id="", definition=LIST, definition_sha256=SHA, entries={"@audit/number": NUMBER}
    )


@pytest.fixture
def decided(ws, audit):
    """Let 8.2 not apply."""
    answering.store(ws, audit, [answering.Edit(path, value) for path, value in DECIDED.items()])


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return a PDF of the blank sheet."""
    out = tmp_path_factory.mktemp("sheet") / "blank.pdf"
    checklist = blank.Checklist(definition=LIST, sha256=SHA, audit=NUMBER)
    blank.blank_sheet(checklist, Order(kind=Kind.BLANK), out, printed_at=AT)
    return out


def _page(pdf, number=1, dpi=150):
    document = pypdfium2.PdfDocument(pdf)
    picture = document[number - 1].render(scale=dpi / 72).to_pil()
    document.close()
    return picture


def _saved(picture, path, **settings):
    picture.save(path, **settings)
    return path


def _read(*files):
    return paper_files.read_files(files, lambda _share, _name: None, lambda: False)


def _photograph(page):
    """Return a page as a phone sees it: turned, aslant, dim, with noise, as JPEG."""
    noise = random.Random(7)
    wide, high = page.size
    turned = page.convert("L").rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
    wide, high = turned.size
    corners = (0.04 * wide, 0.02 * high, 0, high, wide, 0.97 * high, 0.95 * wide, 0)
    aslant = turned.transform(
        (wide, high), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=110
    )
    dim = aslant.filter(ImageFilter.GaussianBlur(0.7)).point(lambda v: int(35 + v * 0.45))
    grain = Image.frombytes("L", dim.size, noise.randbytes(dim.size[0] * dim.size[1]))
    return Image.blend(dim, grain, 0.08)


def _attach(ws, audit, scans):
    record, state = paper.opened(ws, audit)
    wanted = []
    for scan in scans:
        page = paper.read_code(scan.texts[0], record)
        wanted.append(Wanted(scan=scan, addresses=paper.addresses(state, page), number=page.number))
    return paper.attach(ws, audit, wanted)


def _attached(ws, audit):
    entries = auditing.load(ws, audit).entries
    return [path.partition("#")[0] for path in entries if "#evidence:" in path]


@pytest.mark.usefixtures("decided")
def test_that_a_photograph_of_a_page_is_attached_to_its_questions(ws, audit, printed, tmp_path):
    file = _saved(_photograph(_page(printed)), tmp_path / "IMG_1.jpg", quality=70)
    (scan,) = _read(file)
    assert scan.refused is None
    outcome = _attach(ws, audit, [scan])
    ((name, where),) = outcome.attached
    assert name == "IMG_1.jpg"
    assert set(_attached(ws, audit)) == set(where)
    assert "wat_01" in where
    assert "wat_02" not in where  # it does not apply
    items = [v for p, v in auditing.load(ws, audit).entries.items() if "#evidence:" in p]
    assert {item["sha256"] for item in items} == {evidence.read(file).item.sha256}
    assert {item["kind"] for item in items} == {"sheet"}


def test_that_the_same_file_is_attached_once_and_undone_as_one(ws, audit, printed, tmp_path):
    scans = _read(_saved(_page(printed), tmp_path / "a.png"))
    _attach(ws, audit, scans)
    before = auditing.load(ws, audit).last_change_hash
    again = _attach(ws, audit, scans)
    assert again.attached == []
    assert again.present == ["a.png"]
    assert auditing.load(ws, audit).last_change_hash == before
    answering.undo(ws, audit)
    assert _attached(ws, audit) == []


def test_that_pages_of_a_pdf_become_pictures_of_their_own(ws, audit, printed):
    scans = _read(printed)
    assert [scan.place for scan in scans] == list(range(1, len(scans) + 1))
    assert scans[1].name == "blank.pdf, с. 2"
    outcome = _attach(ws, audit, scans)
    assert len(outcome.attached) == len(scans)
    names = {v["name"]: v for p, v in auditing.load(ws, audit).entries.items() if "#evidence:" in p}
    assert names["blank.pdf, с. 2"]["media_type"] == "image/jpeg"
    assert _attach(ws, audit, scans).attached == []  # made again, the pictures are the same


def test_that_pages_of_a_tiff_are_told_apart(printed, tmp_path):
    pages = [_page(printed, number).convert("L") for number in (1, 2)]
    file = tmp_path / "fax.tif"
    pages[0].save(file, save_all=True, append_images=pages[1:])
    scans = _read(file)
    assert [scan.place for scan in scans] == [1, 2]
    assert scans[0].texts != scans[1].texts


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_that_a_torn_tiff_keeps_its_whole_pages(printed, tmp_path):
    pages = [_page(printed, number).convert("L") for number in (1, 2)]
    file = tmp_path / "fax.tif"
    pages[0].save(file, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * 6 // 10])
    first, second = _read(file)
    assert first.texts
    assert isinstance(second.refused, ScanUnreadableError)


def test_that_what_is_killed_between_names_nothing(ws, audit, printed, tmp_path, monkeypatch):
    scans = _read(_saved(_page(printed), tmp_path / "a.png"))

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(answering, "store", killed)
        with pytest.raises(KeyboardInterrupt):
            _attach(ws, audit, scans)
    assert _attached(ws, audit) == []
    assert _attach(ws, audit, scans).attached


@pytest.mark.parametrize("how", ["cmyk", "deep", "upside down", "small"])
def test_that_odd_pictures_are_read(printed, tmp_path, how):
    page = _page(printed).convert("L")
    if how == "cmyk":
        file = _saved(page.convert("CMYK"), tmp_path / "a.jpg")
    elif how == "deep":
        deep = page.convert("I").point(lambda value: value * 256).convert("I;16")
        file = _saved(deep, tmp_path / "a.tif")
    elif how == "upside down":
        file = _saved(page.rotate(180), tmp_path / "a.png")
    else:
        file = _saved(_page(printed, dpi=110), tmp_path / "a.png")
    (scan,) = _read(file)
    assert scan.refused is None
    assert Image.open(io.BytesIO(scan.thumbnail)).size


def _locked(path):
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def test_that_every_file_is_listed_with_what_became_of_it(printed, tmp_path, monkeypatch):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "words.jpg").write_bytes("это текст".encode())
    (tmp_path / "half.png").write_bytes(
        _saved(_page(printed), tmp_path / "a.png").read_bytes()[:9000]
    )
    (tmp_path / "empty.png").write_bytes(b"")
    Image.new("L", (600, 400), 200).save(tmp_path / "white.png")
    _locked(tmp_path / "locked.pdf")
    names = (
        "broken.pdf",
        "words.jpg",
        "half.png",
        "empty.png",
        "white.png",
        "locked.pdf",
        "gone.png",
    )
    found = {scan.name: scan for scan in _read(*(tmp_path / name for name in names))}
    assert {name: type(scan.refused) for name, scan in found.items()} == {
        "broken.pdf": ScanUnreadableError,
        "words.jpg": ScanUnreadableError,
        "half.png": ScanUnreadableError,
        "empty.png": paper_files.evidence.EmptyFileError,
        "white.png": NoPageCodeError,
        "locked.pdf": ScanLockedError,
        "gone.png": paper_files.evidence.EvidenceUnreadableError,
    }
    assert [name for name, scan in found.items() if scan.is_picture] == ["white.png"]
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)  # as if it had 200 megapixels
    (scan,) = _read(tmp_path / "white.png")
    assert isinstance(scan.refused, PictureTooLargeError)


def test_that_a_broken_page_keeps_the_others(printed, tmp_path):
    import pikepdf

    file = tmp_path / "torn.pdf"
    with pikepdf.open(printed) as pdf:
        pdf.pages[0].MediaBox = [0, 0, 0, 0]
        pdf.pages[0].Contents = pdf.make_stream(b"q BT ( no end")
        pdf.save(file)
    scans = _read(file)
    assert len(scans) >= 2
    assert scans[0].refused is not None
    assert scans[1].texts


def test_that_a_long_scan_tells_how_far_it_is_and_can_be_stopped(printed):
    told = []
    scans = paper_files.read_files(
        [printed, printed], lambda share, name: told.append((share, name)), lambda: len(told) == 2
    )
    assert len(scans) == 2
    assert [name for _share, name in told] == ["blank.pdf, с. 1", "blank.pdf, с. 2"]
    assert 0 <= told[0][0] < told[1][0] < 1


def test_that_each_code_that_leads_nowhere_says_why(record):
    own = f"KTA1;{record.number};{SHA[:16]};blank;2;1-3"
    other = f"KTA1;KTA-2020-001;{SHA[:16]};blank;2;1-3"
    older = f"KTA1;{record.number};{'0' * 16};blank;2;1-3"
    filled = f"KTA1;{record.number};{SHA[:16]};{'1' * 16}"
    assert paper.read_code(own, record) == Page(number=2, marks=tuple(map(PageMark, (1, 2, 3))))
    assert isinstance(paper.read_code(other, record), OtherAuditError)
    assert isinstance(paper.read_code(older, record), OtherVersionError)
    assert isinstance(paper.read_code(filled, record), FilledSheetError)
    assert isinstance(paper.read_code("222-22", record), UnknownCodeError)
    assert isinstance(paper.read_code(short_of(SHA, 0), record), UnknownCodeError)  # worked out


def test_that_letters_that_are_unknown_here_are_looked_for_elsewhere(
    ws, audit, new_audit, monkeypatch
):
    record = auditing.load(ws, audit)
    newer = replace(LIST, version="2.0")
    sha = json_hash(newer.to_json())
    with monkeypatch.context() as patch:
        patch.setattr(packs, "compiled", lambda _pack: (newer, sha))
        auditing.start(ws, replace(new_audit, number="KTA-2026-015"))
    assert isinstance(paper.explained(ws, short_of(sha, 3), record), OtherVersionError)
    from kta_desktop.reports.surround import sheet_code

    assert isinstance(paper.explained(ws, sheet_code(record), record), FilledSheetError)
    assert isinstance(paper.explained(ws, "222-22", record), UnknownCodeError)


def test_that_letters_open_the_first_question_of_the_page(record):
    state = filling.form(LIST, DECIDED)
    for typed in (short_of(SHA, 4), short_of(SHA, 4).lower().replace("-", " ")):
        assert paper.jump(state, paper.read_code(typed, record)) == "wat_04"
    hidden = paper.read_code(short_of(SHA, 2), record)
    assert paper.jump(state, hidden) == "wat_01"  # 8.2 does not apply: where its section begins


def test_that_a_page_of_questions_that_do_not_apply_keeps_its_picture():
    state = filling.form(LIST, DECIDED)
    assert paper.addresses(state, Page(marks=(PageMark(2),))) == ("wat_02",)


def test_that_questions_of_a_repeat_take_the_instance_that_the_page_names():
    rows = ("0192f0c8-0000-7000-8000-00000000a001", "0192f0c8-0000-7000-8000-00000000b002")
    height = next(n for n, q in enumerate(LIST.questions) if q.name == "height")
    named, unnamed = (Page(marks=(PageMark(height, tails),)) for tails in (("b002",), ()))
    state = filling.form(LIST, {})
    assert paper.addresses(state, unnamed) == ("smell",)  # no instance yet: the nearest that holds
    state.apply_all([(f"source/{row}", {"order": place}) for place, row in enumerate(rows)])
    assert paper.addresses(state, named) == (f"source/{rows[1]}/height",)
    assert paper.addresses(state, unnamed) == (f"source/{rows[0]}/height",)


def test_that_a_picture_chosen_by_hand_is_attached_where_it_was_put(ws, audit, tmp_path):
    file = tmp_path / "white.png"
    Image.new("L", (600, 400), 200).save(file)
    outcome = paper.attach(ws, audit, [Wanted(scan=Scan(file=file), addresses=("smell",))])
    assert outcome.attached == [("white.png", ("smell",))]
    file.unlink()
    again = paper.attach(ws, audit, [Wanted(scan=Scan(file=file), addresses=("smell",))])
    assert [name for name, _error in again.refused] == ["white.png"]
