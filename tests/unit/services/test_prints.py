"""Verifying a print: of which state of which audit it is."""

import io
import os
from dataclasses import replace

import pikepdf
import pytest
import segno
from PIL import Image

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.ids import short_code
from kta_desktop.domain.page_codes import PageCode, PageMark, short_of
from kta_desktop.reports.surround import qr_text, sheet_code
from kta_desktop.services import (
    answering,
    auditing,
    codes,
    print_files,
    printing,
    prints,
    prints_finding,
    prints_words,
    register,
)
from kta_desktop.services.answering import Edit
from kta_desktop.services.prints import Standing
from kta_desktop.storage import changes
from kta_desktop.storage.errors import AuditNotFoundError

FIRST = Answer(text="Скважина", value="Скважина").to_json()
SECOND = Answer(text="Канал", value="Канал").to_json()


@pytest.fixture
def printed(ws, audit):
    """Return the record as it was when it was printed."""
    answering.store(ws, audit, [Edit("wat_01", FIRST)])
    return auditing.load(ws, audit)


def only(found):
    (match,) = found.matches
    return match


@pytest.mark.parametrize("code", [sheet_code, qr_text])
def test_that_a_fresh_print_is_of_the_present_state(ws, printed, code):
    found = prints.verify(ws, code(printed))
    assert only(found).standing is Standing.CURRENT
    assert only(found).audit == printed.id
    assert only(found).number == "KTA-2026-014"
    assert found.is_as_printed


def test_that_a_later_answer_makes_the_print_an_earlier_state_and_names_its_section(ws, printed):
    answering.store(ws, printed.id, [Edit("wat_01", SECOND), Edit("@plant/address", "Алматы")])
    found = prints.verify(ws, qr_text(printed))
    match = only(found)
    assert match.standing is Standing.EARLIER
    assert not found.is_as_printed
    assert (match.since, match.sections, match.records) == (2, ("wat",), ("plant",))
    assert match.at == printed.saved_at


def test_that_what_was_put_back_leaves_the_print_as_the_record_is(ws, printed):
    answering.store(ws, printed.id, [Edit("wat_01", SECOND)])
    answering.store(ws, printed.id, [Edit("wat_01", FIRST)])
    match = only(prints.verify(ws, sheet_code(printed)))
    assert match.standing is Standing.UNCHANGED
    assert match.since == 2
    assert match.sections == ()


def test_that_a_print_made_before_its_version_was_closed_is_of_that_version(ws, printed):
    answering.store(ws, printed.id, [Edit("@revision/1", {"upto": {}})])
    answering.store(ws, printed.id, [Edit("wat_01", SECOND)])
    match = only(prints.verify(ws, sheet_code(printed)))
    assert match.revision == 1
    assert match.standing is Standing.EARLIER


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: f"  {code} ",
        lambda code: code.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")),
        lambda code: code.translate(
            str.maketrans(
                "QWERTYUIOPASDFGHJKLZXCVBNM",
                "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ",
            )
        ),
    ],
)
def test_that_a_code_is_understood_however_it_was_typed(ws, printed, typed):
    code = sheet_code(printed)
    assert printed.id in {match.audit for match in prints.verify(ws, typed(code)).matches}


def test_that_a_square_scanned_in_a_russian_layout_is_understood(ws, printed):
    keys = str.maketrans("KTAabcdef;", "ЛЕФфисвуаж")
    assert only(prints.verify(ws, qr_text(printed).translate(keys))).standing is Standing.CURRENT


def test_that_every_audit_that_shares_five_letters_is_told(ws, printed, new_audit, monkeypatch):
    other = auditing.start(ws, replace(new_audit, number="KTA-2026-015"))
    monkeypatch.setattr(prints, "CODE_SPAN", 1)  # every hash has the code 222-22 then
    found = prints.verify(ws, "222-22")
    assert {match.number for match in found.matches} == {"KTA-2026-014", "KTA-2026-015"}
    assert found.matches[0].standing is Standing.CURRENT
    own = prints.verify(ws, "222-22", other.id)
    assert {match.number for match in own.matches} == {"KTA-2026-015"}


def test_that_a_blank_page_is_told_as_such_with_its_first_question(ws, printed):
    square = PageCode(
        audit=printed.number,
        definition=printed.definition_sha256[:16],
        page=3,
        marks=(PageMark(1),),
    ).written()
    for code in (short_of(printed.definition_sha256, 1), square):
        match = only(prints.verify(ws, code))
        assert match.standing is Standing.BLANK
        assert match.question == "wat_03"


def test_that_a_state_that_never_was_is_unknown_though_its_audit_is_here(ws, printed):
    forged = f"KTA1;{printed.number};{printed.definition_sha256[:16]};{'0' * 16}"
    found = prints.verify(ws, forged)
    assert found.matches == ()
    assert found.is_known_audit
    assert "не подлинная" in prints_words.verdict(found, "ru")


def test_that_a_square_that_names_another_checklist_is_not_believed(ws, printed):
    code = qr_text(printed).replace(printed.definition_sha256[:16], "0" * 16)
    assert prints.verify(ws, code).matches == ()


def test_that_a_foreign_code_is_unknown_and_other_text_is_no_code(ws, printed):
    foreign = prints.verify(ws, "KTA1;KTA-2020-001;0123456789abcdef;0123456789abcdef")
    assert foreign.is_readable
    assert not foreign.is_known_audit
    assert foreign.matches == ()
    assert not prints.verify(ws, "https://example.org").is_readable
    assert not prints.verify(ws, "").is_readable


def test_that_an_audit_that_is_not_there_is_an_error(ws, printed):
    with pytest.raises(AuditNotFoundError):
        prints.verify(ws, sheet_code(printed), "01a20000-0000-7000-8000-00000000dead")


def test_that_older_changes_of_a_colleague_that_came_in_later_are_told(ws, printed):
    (ours,) = answering.store(ws, printed.id, [Edit("wat_03", FIRST)])
    record = auditing.load(ws, printed.id)
    theirs = replace(
        answering.history(ws, printed.id, "wat_01")[-1],
        id=ours.id.replace(ours.id[-4:], "0000"),
        device="f" * 64,
        seq=1,
    )
    assert theirs.id < ours.id
    with ws.store.begin() as connection:
        changes.add(connection, [theirs])
    match = only(prints.verify(ws, sheet_code(record)))
    assert match.standing is Standing.CURRENT
    assert match.unsure == 1


def test_that_words_tell_state_changes_and_sections(ws, printed):
    answering.store(ws, printed.id, [Edit("wat_01", SECOND), Edit("@plant/address", "Алматы")])
    found = prints.verify(ws, sheet_code(printed))
    assert "прежнее состояние" in prints_words.verdict(found, "ru")
    told = " ".join(prints_words.facts(only(found), "ru"))
    assert "Изменений с тех пор: 2." in told
    assert "Сейчас иначе: разд. 8, сведения о предприятии." in told


def test_that_the_code_is_read_from_the_pdf_and_from_a_photograph_of_it(ws, printed, tmp_path):
    from kta_desktop.services.printing import Order

    pdf, photo = tmp_path / "лист.pdf", tmp_path / "снимок.jpg"
    printing.sheet(ws, printed.id, Order(), pdf)
    shot = tmp_path / "page.png"
    shot.write_bytes(printing.page_image(pdf, 1, 1240))
    Image.open(shot).rotate(7, expand=True, fillcolor="white").save(photo, quality=70)
    for file in (pdf, photo):
        seen = codes.in_file(file)
        assert {one.text for one in seen} - {register.card_text(ws)} == {qr_text(printed)}
        assert seen[0].page == 1
    assert len(print_files.examine(ws, pdf).prints) == 1  # the card of the key is of no print


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("нет.pdf", None, codes.CodeFileError),
        ("рваный.pdf", b"%PDF-1.4 torn", codes.CodeFileError),
        ("письмо.docx", b"PK\x03\x04", codes.CodeFileError),
        ("пусто.png", b"", codes.CodeFileError),
        ("имя\0.pdf", None, codes.CodeFileError),
    ],
)
def test_that_a_file_without_pages_is_refused_with_a_sentence(tmp_path, name, data, error):
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(error) as caught:
        codes.in_file(file)
    assert name in caught.value.sentence("kk")


def test_that_a_file_too_large_for_a_sheet_is_not_read(tmp_path):
    file = tmp_path / "фильм.mp4"
    with file.open("wb") as made:
        made.truncate(3 * 1024**3)  # takes no room on the disk
    with pytest.raises(codes.CodeFileError):
        codes.in_file(file)


def test_that_a_picture_without_a_code_says_what_to_do(tmp_path):
    file = tmp_path / "двор.png"
    Image.new("RGB", (640, 480), "grey").save(file)
    with pytest.raises(codes.NoCodeError):
        codes.in_file(file)


@pytest.mark.parametrize("typed", ["7K4-M2", "7k4m2", "ABC-DE", f"KTA1;А;{'a' * 16};{'b' * 16}"])
def test_that_a_code_typed_into_the_search_offers_to_verify_the_print(typed):
    ((hit,),) = [group.hits for group in prints_finding.find_print(typed, "ru")]
    assert hit.title.startswith("Проверить")
    assert prints_finding.code_of(hit.action) == typed


@pytest.mark.parametrize("typed", ["", "котёл", "WATER", "8.3", "KTA-2026-014", "пыль 0014"])
def test_that_words_typed_into_the_search_are_no_codes(typed):
    assert prints_finding.find_print(typed, "ru") == ()


def test_that_other_actions_verify_nothing():
    assert prints_finding.code_of("print:Ctrl+P") == ""


def test_that_the_number_of_an_audit_may_hold_semicolons():
    code = codes.filled_code(f"KTA1;А;Б;{'a' * 16};{'b' * 16}")
    assert code == codes.FilledCode("А;Б", "a" * 16, "b" * 16)
    assert short_code(code.record) == short_code("b" * 64)


def test_that_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "труба")
    with pytest.raises(codes.CodeFileError):
        codes.in_file(tmp_path / "труба")


def test_that_colours_that_nothing_can_show_are_refused(tmp_path):
    file = tmp_path / "скан.tif"
    Image.new("LAB", (50, 50)).save(file)
    with pytest.raises(codes.CodeFileError):
        codes.in_file(file)


@pytest.mark.parametrize("size", [(72_000, 72_000), (1, 400_000)])
def test_that_a_page_of_any_size_is_looked_at_in_little_memory(tmp_path, size):
    file = tmp_path / "карта.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    pdf.pages[0].MediaBox = [0, 0, *size]
    pdf.save(file)
    with pytest.raises(codes.NoCodeError):
        codes.in_file(file)
    with Image.open(io.BytesIO(printing.page_image(file, 1, 400))) as picture:
        assert picture.width <= 400
        assert picture.height <= 10_000


def test_that_a_scan_of_sixteen_bits_is_read(tmp_path):
    rows = segno.make("KTA1;A;" + "0" * 16 + ";" + "1" * 16, error="m", micro=False).matrix
    side = len(rows) + 8
    picture = Image.new("I;16", (side, side), 60_000)
    for line, row in enumerate(rows):
        for place, dark in enumerate(row):
            if dark:
                picture.putpixel((place + 4, line + 4), 2_000)
    file = tmp_path / "scan.tif"
    picture.resize((side * 6, side * 6), Image.Resampling.NEAREST).save(file)
    assert codes.in_file(file)[0].text.startswith("KTA1;A;")
