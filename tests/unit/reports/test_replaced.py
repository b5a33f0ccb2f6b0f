"""What no font holds, and pictures that cannot be shown, are replaced in sight and listed."""

import io
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.measurement import Event
from kta_desktop.reports import typefaces
from kta_desktop.reports.blank.sheet import Blank, blank_sheet_pdf
from kta_desktop.reports.figures import Figure, Margins, Words
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.unprintable import collecting, standing
from tests.unit.reports.conftest import Paper
from tests.unit.reports.material import PRINTED_AT, session

BROKEN = "4" * 64


def text(data):
    """Return all text of a PDF, lines joined."""
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in document]
    return unicodedata.normalize("NFC", " ".join(" ".join(pages).split()))


def whole(**entries):
    """Return an audit of which everything can be printed, but for what ``entries`` add."""
    paper = Paper()
    broken = [
        path
        for path, value in paper.entries.items()
        if "#evidence:" in path and value["sha256"].startswith("4")
    ]
    for path in broken:
        del paper.entries[path]
    paper.entries |= {path.replace("__", "#"): value for path, value in entries.items()}
    return paper


def noted(note):
    """Return the filled sheet of an audit with a note at question 8.3."""
    return whole(wat_03__note=note).built(sections=("wat",), sessions=())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("смайлик 🙂", "[U+1F642]"),
        ("мастер 👩\u200d🔧 смены", "[U+1F469][U+1F527]"),
        ("нуль\0внутри", "[U+0000]"),
        ("звонок\x07", "[U+0007]"),
        ("знак \ue000 чужого шрифта", "[U+E000]"),
        ("половина \ud83d знака", "[U+D83D]"),
        ("слово שלום справа налево", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
        ("иероглиф 水", "[U+6C34]"),
    ],
)
def test_that_what_cannot_be_set_is_named_in_its_place_and_listed(typed, code):
    built = noted(typed)
    found = text(built.data)
    assert code in found
    first = code.split("]")[0] + "]"
    assert any(line.startswith(first) and line.endswith(": 8.3") for line in built.replaced)
    assert "Заменено при печати Басып шығарғанда ауыстырылды" in found


@pytest.mark.parametrize(
    "typed",
    [
        "ӘәҒғҚқҢңӨөҰұҮүҺһІі ЁёЙй",
        "цена 5 ₸, не ≤ 3 и не ≥ 4, м³, CO₂",
        "стрелка → галочка ✓ сигма σ",
        "ударе\u0301ние",
    ],
)
def test_that_what_has_letters_is_read_back_as_it_was_typed(typed):
    built = noted(typed)
    assert typed in text(built.data)
    assert built.replaced == ()
    assert "Заменено при печати" not in text(built.data)


def test_that_what_leaves_no_ink_is_neither_printed_nor_listed():
    built = noted("внимание \u26a0\ufe0f, мяг\u00adкий, \u200bнуль, \u202eслева")
    assert "внимание \u26a0, мягкий, нуль, слева" in text(built.data)
    assert built.replaced == ()


def test_that_letters_typed_in_two_parts_are_set_as_one():
    built = noted(unicodedata.normalize("NFD", "Чёрный йод"))
    assert "Чёрный йод" in text(built.data)
    assert built.replaced == ()


def test_that_a_sign_is_listed_once_with_every_place():
    (line,) = whole(wat_03__note="🙂🙂", wat_02__note="и 🙂").built().replaced
    assert line == "[U+1F642] SLIGHTLY SMILING FACE: 8.2, 8.3"


def test_that_a_sign_of_the_heading_names_the_part():
    paper = whole()
    paper.entries["@plant/name"] = "ТОО «Сүт 🥛»"
    (line,) = paper.built(kind=Kind.PROTOCOL).replaced
    assert line.startswith("[U+1F95B] GLASS OF MILK: Протокол")


def test_that_a_drawn_text_keeps_what_the_second_font_has_and_lists_the_rest():
    words = Words(at=(0.0, 0.0), text="5 ₸ → 🙂", size=8.0)
    figure = Figure(items=(words,), height=20.0, x=(0.0, 1.0), y=(0.0, 1.0), margins=Margins())
    with collecting() as found, standing("рис. 1"):
        Drawing(figure)
    assert found.lines == ("[U+1F642] SLIGHTLY SMILING FACE: рис. 1",)
    assert typefaces.printable("5 ₸ → 🙂") == "5 ₸ → [U+1F642]"


def test_that_a_drawn_line_is_as_wide_as_its_faces():
    plain, mixed = (typefaces.width(line, 10) for line in ("5", "5₸"))
    assert mixed > plain + 4


def test_that_a_picture_that_cannot_be_shown_is_listed():
    paper = Paper()
    item = Evidence(id="e9", sha256=BROKEN, name="щит.jpg", media_type="image/jpeg", size=9)
    paper.entries["wat_03#evidence:e9"] = item.to_json()
    built = paper.built()
    lost = [line for line in built.replaced if "щит.jpg" in line]
    assert len(lost) == 1
    assert "щит.jpg" in text(built.data).split("Заменено при печати")[-1]


def test_that_documents_set_at_the_same_time_do_not_mix():
    notes = [f"знак {chr(0x20000 + n)}" for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        lists = list(pool.map(lambda note: noted(note).replaced, notes))
    assert [[line[:9] for line in found] for found in lists] == [
        [f"[U+{0x20000 + n:X}]"] for n in range(4)
    ]


def test_that_the_list_is_the_same_each_time():
    typed = "".join(map(chr, range(0x20000, 0x20040)))
    first, second = noted(typed), noted(typed)
    assert first.data == second.data
    assert len(first.replaced) == 64


def test_that_the_properties_of_a_document_take_any_name():
    paper = whole()
    paper.entries["@audit/number"] = "KTA-\0-\ud83d-🙂"
    document = pypdfium2.PdfDocument(io.BytesIO(paper.built().data))
    assert "KTA-" in document.get_metadata_value("Title")


def test_that_a_blank_sheet_lists_what_its_checklist_writes_with_signs_of_no_font():
    asked = Question(
        name="q",
        number="1.1",
        section="s",
        type=QuestionType.TEXT,
        label=Text(ru="Сколько 水?", kk="Қанша 水?"),
    )
    definition = Definition(
        pack="try",
        version="1",
        title=Text(ru="Лист", kk="Парақ"),
        sections=(Section(name="s", number="1", label=Text(ru="Вода", kk="Су")),),
        questions=(asked,),
    )
    order = Order(languages=("ru", "kk"))
    blank = Blank(definition=definition, sha256="ab" * 32, order=order, printed_at=PRINTED_AT)
    built = blank_sheet_pdf(blank)
    assert built.replaced == ("[U+6C34] CJK UNIFIED IDEOGRAPH-6C34: 1. Вода",)
    assert built.starts["replaced"] == built.pages
    assert "Басып шығарғанда ауыстырылды" in text(built.data)


@pytest.mark.parametrize(
    "kind", [Kind.FILLED, Kind.SAMPLING, Kind.PROTOCOL, Kind.CONFORMITY, Kind.EVIDENCE]
)
def test_that_every_number_on_paper_is_in_the_list(kind):
    """Each place of the record gets a sign of its own, so that none hides another."""
    paper = whole()
    names = ("@plant/name", "@plant/address", "@audit/number", "wat_03#note", "wat_02#confirm")
    for number, path in enumerate(names):
        paper.entries[path] = f"{paper.entries.get(path, '')} {chr(0x20000 + number)}"
    item = paper.entries["wwt_04#evidence:0192f0c8-0000-7000-8000-000000000101"]
    item["caption"] = f"Колодец {chr(0x20010)}"
    path = f"@session/{session().id}"
    events = (Event(at="2026-11-22T09:56:00.000Z", text=f"стук {chr(0x20020)}"),)
    measured = session(source=f"0014 {chr(0x20021)}", regime=chr(0x20022), events=events)
    paper.entries[path] = measured.to_json()
    built = paper.built(kind=kind)
    printed = set(re.findall(r"\[U\+[0-9A-F]{4,6}\]", text(built.data)))
    listed = {line.split(" ")[0].rstrip(":") for line in built.replaced}
    assert "[U+20002]" in printed
    assert printed <= listed
