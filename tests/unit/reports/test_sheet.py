"""The filled sheet, read back from the PDF as a reader or a scanner would."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.changes import Conflict
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.reports.surround import qr_text

MM = 72 / 25.4


def pages(data):
    """Return the text of each page, every run of white space as one space."""
    document = pypdfium2.PdfDocument(data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "")) for text in texts]


def text(paper):
    return " ".join(pages(paper.pdf()))


@pytest.fixture(scope="module")
def printed(unchanged):
    """Return the words of the sheet as it comes, for claims that change nothing."""
    return text(unchanged)


@pytest.mark.parametrize(
    "words",
    [
        "118 400",
        "Городской водопровод",
        "8,5",
        "139 700 2 из 3",
        "3,25 ± 0,16 м³/т",
        "Частично · Ішінара",
        "в городскую канализацию · кәрізге",
        "в водный объект · су объектісіне",
        "112 ± 13 мг/л",
        "14.03.2026",
        "24,5 мг/л",
        "Ливневые отделены, охлаждающие — нет & <b>схема</b> устарела",
        "Нет доступа · Қолжетімділік жоқ (цех закрыт, до 23.11.2026)",
        "Не отвечено, причина не указана",
        "Пересчитано по журналу водомеров",
        "Рассчитано",
        "А. М. Жумабаева, 22.11.2026 14:32",
        "[Ф-1, Ф-2, Ф-3, Ф-4]",
        "Ф-3. Колодец К-3, 22.11.2026 14:03",
        "[Д-1]",
        "протокол.pdf, 303 КБ",
        "Су көздері және әр көзден жылдық су алу көлемі; рұқсат бар ма?",
        "150540012345",
        "Е. Т. Оспанов",
        "ТОО «Ақбұлақ Сүт»",
    ],
)
def test_that_what_was_entered_is_on_the_sheet(printed, words):
    assert words in printed


def test_that_every_kazakh_letter_can_be_read_back(paper):
    letters = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
    paper.entries["wat_03#note"] = letters
    assert letters in text(paper)


def test_that_signs_no_font_holds_are_named_and_those_a_second_one_holds_are_set(paper):
    paper.entries["wat_03#note"] = "цена 5 ₸ → 6 ₸, смайлик 🙂"
    found = text(paper)
    assert "цена 5 ₸ → 6 ₸" in found
    assert "[U+1F642]" in found


def test_that_a_question_that_does_not_apply_is_left_out(printed):
    assert "Секретный ответ" not in printed


def test_that_a_question_that_applies_is_printed(paper):
    paper.entries["wat_03"] = Answer(value="no").to_json()
    assert "Секретный ответ" in text(paper)


def test_that_what_cannot_be_read_is_marked_and_kept_as_typed(paper):
    found = text(paper)
    assert "«12.5.0»" in found
    assert "НЕ ПОДТВЕРЖДЕНО · РАСТАЛМАҒАН" in found


def test_that_an_empty_section_is_not_printed(printed):
    assert "Пустой раздел" not in printed


@pytest.mark.parametrize(
    "words",
    [
        "ПРЕВЫШАЕТ · АСЫП ТҮСЕДІ",
        "? НЕ РАЗЛИЧИМО (U)",
        "СООТВЕТСТВУЕТ · СӘЙКЕС КЕЛЕДІ",
        "НЕ СВЕРЕНО С ИСТОЧНИКОМ",
        "0,3–3,0 м³/т",
    ],
)
def test_that_every_verdict_is_a_word(printed, words):
    assert words in printed


def test_that_a_level_to_be_reached_falls_short_and_does_not_exceed(paper):
    judgement = paper.judgements["wat_02"]
    higher = replace(judgement.level, direction="higher")
    paper.judgements = {"wat_02": replace(judgement, level=higher)}
    found = text(paper)
    assert "НЕ ДОСТИГАЕТ УРОВНЯ" in found
    assert "ПРЕВЫШАЕТ" not in found


def test_that_what_is_beyond_its_level_is_listed_with_its_short_title(printed):
    assert "8.2 Сток на тонну · Тоннаға төгінді Удельный сброс · Меншікті төгінді" in printed


def test_that_a_verdict_on_a_cell_names_its_row_and_column(paper):
    paper.judgements = {"wat_01/r2/m3": paper.judgements["wat_02"]}
    assert "строка 2, Забор · Алу ПРЕВЫШАЕТ" in text(paper)


def test_that_cells_without_a_verdict_are_named_together_by_the_reason(paper):
    reason = replace(
        paper.judgements["wat_02"],
        verdict=Verdict.NOT_COMPARED,
        reason=NotCompared.AVERAGING_DIFFERS,
    )
    paper.judgements = {"wat_01/r1/m3": reason, "wat_01/r2/m3": reason}
    found = text(paper)
    assert found.count("Разный период усреднения") == 1
    assert "строка 1, Забор · Алу (Уровень 0,3–3,0 м³/т); строка 2, Забор · Алу" in found


def test_that_only_figures_the_checklist_adds_up_are_added_up(paper):
    assert "139 700 2 из 3" in text(paper)
    questions = tuple(q for q in paper.definition.questions if q.name != "water_intake")
    paper.definition = replace(paper.definition, questions=questions)
    assert "139 700" not in text(paper)


def test_that_origins_of_cells_name_their_rows_where_they_differ(paper):
    first = Answer(text="118 400", value="118400", origin="metered")
    second = Answer(text="21 300", value="21300", origin="declared")
    paper.entries["wat_01/r1/m3"] = first.to_json()
    paper.entries["wat_01/r2/m3"] = second.to_json()
    found = text(paper)
    assert "Показания поверенного счётчика" in found
    assert "(строки: 1)" in found
    assert "(строки: 2)" in found


def test_that_a_year_is_not_written_as_a_quantity(paper):
    column = replace(paper.definition.questions[0].columns[2], unit=None)
    columns = (*paper.definition.questions[0].columns[:2], column)
    table = replace(paper.definition.questions[0], columns=columns)
    paper.definition = replace(paper.definition, questions=(table, *paper.definition.questions[1:]))
    paper.entries["wat_01/r1/temp"] = Answer(text="2025", value="2025").to_json()
    found = text(paper)
    assert "2025" in found
    assert "2 025" not in found


def test_that_a_level_cites_its_technique_and_place(printed):
    assert "НДТ 12, табл. 1, среднесуточное" in printed


def test_that_two_versions_of_a_value_are_not_hidden(paper):
    paper.record["conflicts"] = (Conflict("wat_01/r1/m3", ()),)
    assert "ДВА ЗНАЧЕНИЯ РАСХОДЯТСЯ" in text(paper)


def test_that_a_missing_kazakh_text_is_filled_by_the_russian_one_once(paper):
    paper.languages = ("kk",)
    found = text(paper)
    assert "Ночной расход воды?" in found
    assert "Отделены ли ливневые" not in found
    paper.languages = ("ru", "kk")
    assert text(paper).count("Ночной расход воды?") == 1


@pytest.mark.parametrize(
    ("languages", "present", "absent"),
    [
        (("ru",), "Вопрос", "Сұрақ"),
        (("kk",), "Сұрақ", "Вопрос"),
        (("en",), "Question", "Вопрос"),
        (("ru", "en"), "Вопрос · Question", "Сұрақ"),
    ],
)
def test_that_the_sheet_speaks_the_languages_that_are_asked_for(paper, languages, present, absent):
    paper.languages = languages
    found = text(paper)
    assert present in found
    assert absent not in found


@pytest.mark.parametrize("languages", [(), ("de",), ("ru", "ru"), ("ru", "kk", "en")])
def test_that_other_languages_are_refused(paper, languages):
    paper.languages = languages
    with pytest.raises(ValueError, match=r"^\("):
        paper.pdf()


def test_that_identical_input_gives_identical_bytes(paper):
    assert paper.pdf() == paper.pdf()


def test_that_another_time_of_printing_gives_another_file(paper):
    first = paper.pdf()
    paper.printed_at = "2026-11-22T15:00:00+05:00"
    assert paper.pdf() != first


def test_that_each_page_says_how_many_there_are(paper):
    found = pages(paper.pdf())
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        assert f"{number} из {len(found)}" in page


def test_that_each_page_names_audit_plant_checklist_and_record(paper):
    for page in pages(paper.pdf()):
        for words in ("KTA-2026-014", "ТОО «Ақбұлақ Сүт»", "food 0.1"):
            assert words in page
        is_protocol = "Протокол измерений №" in page  # names its raw file in place of the record
        assert ("SHA-256 19c0…19c0" if is_protocol else "c7f2 91ab 44de 03c8") in page


def test_that_a_demonstration_says_so_on_every_page(paper):
    assert not any("УЧЕБНЫЙ АУДИТ" in page for page in pages(paper.pdf()))
    paper.entries["@audit/demo"] = True
    assert all("УЧЕБНЫЙ АУДИТ · ОҚУ АУДИТІ" in page for page in pages(paper.pdf()))


def test_that_the_code_on_every_page_is_read_by_a_scanner(paper):
    import zxingcpp

    document = pypdfium2.PdfDocument(paper.pdf())
    for number in range(len(document)):
        image = document[number].render(scale=2).to_pil()  # 144 dpi: a poor scan
        found = zxingcpp.read_barcodes(image)
        assert [code.text for code in found] == [qr_text(paper.audit())]
    assert qr_text(paper.audit()) == "KTA1;KTA-2026-014;8e418e418e418e41;c7f291ab44de03c8"
    document.close()


def test_that_all_fonts_are_embedded_as_subsets(paper):
    paper.entries["wat_03#note"] = "→"
    data = paper.pdf()
    names = set(re.findall(rb"/BaseFont /([^\s/]+)", data))
    assert names
    assert all(re.match(rb"[A-Z]{6}\+(PTSans|DejaVuSans)", name) for name in names), names
    assert data.count(b"/FontFile2") == len(names)


def test_that_the_document_has_title_author_and_outline(paper):
    document = pypdfium2.PdfDocument(paper.pdf())
    about = document.get_metadata_dict()
    outline = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    found = pages(paper.pdf())
    document.close()
    assert about["Title"] == "Лист аудита KTA-2026-014"
    assert about["Author"] == "А. М. Жумабаева"
    assert about["CreationDate"].startswith("D:20261122143208+05")
    assert [title for title, _page in outline] == [
        "Лист аудита",
        "8. Водный баланс",
        "9. Сточные воды",
        "Протокол измерений № 014-0014-1: Пыль",
        "Заменено при печати",
    ]
    for title, page in outline:
        assert title in found[page]


def test_that_a_broken_picture_leaves_words_and_not_a_crash(paper):
    assert "Снимок нельзя показать" in text(paper)


def test_that_a_picture_that_is_missing_leaves_words(paper):
    def refuse(_sha256, _pixels):
        raise OSError

    paper.image = refuse
    assert text(paper).count("Снимок нельзя показать") == 4


@pytest.mark.parametrize("languages", [("ru", "kk"), ("kk",), ("en",)])
def test_that_no_letter_leaves_the_printable_area_or_lies_on_another(paper, languages):
    paper.languages = languages
    paper.entries["wat_01/r1/source"] = Answer(text="Ш" * 200, value="Ш" * 200).to_json()
    assert_tidy(paper.pdf())


def assert_tidy(data):
    """Assert that text stays within the margins and that no two lines of it overlap."""
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        layer = page.get_textpage()
        boxes = [layer.get_rect(n) for n in range(layer.count_rects())]
        for left, bottom, right, top in boxes:
            assert left >= 15.5 * MM, number
            assert right <= page.get_width() - 9.5 * MM, number
            assert bottom >= 7 * MM, number
            assert top <= page.get_height() - 7 * MM, number
        assert not overlaps(boxes), (number, overlaps(boxes)[:3])
    document.close()


def overlaps(boxes):
    """Return pairs of boxes that share more than hairlines."""
    slack = 1.2
    found = []
    for n, (left, bottom, right, top) in enumerate(boxes):
        for other in boxes[n + 1 :]:
            wide = min(right, other[2]) - max(left, other[0])
            high = min(top, other[3]) - max(bottom, other[1])
            if wide > slack and high > slack:
                found.append(((left, bottom, right, top), other))
    return found


def test_that_forty_questions_with_very_long_kazakh_texts_stay_whole(paper):
    long = "Кәсіпорында қолданылатын ең үздік қолжетімді техникалар туралы мәлімет беріңіз. " * 9
    questions = tuple(
        Question(
            name=f"q_{n:02}",
            number=f"1.{n}",
            section="one",
            type=QuestionType.TEXT,
            label=Text(ru=f"Вопрос {n}: " + "сведения о применяемых техниках " * 12, kk=long),
        )
        for n in range(1, 41)
    )
    section = Section(name="one", number="1", label=Text(ru="Раздел", kk="Бөлім"))
    paper.definition = Definition(
        pack="food", version="1", title=Text(ru="Ч"), sections=(section,), questions=questions
    )
    said = {f"q_{n:02}": f"ответ{n} " + "жауап " * (n * 7) for n in range(1, 41)}
    paper.entries = {
        name: Answer(text=words, value=words).to_json() for name, words in said.items()
    }
    paper.judgements, paper.traces = {}, {}
    data = paper.pdf()
    assert_tidy(data)
    found = pages(data)
    for n in range(1, 41):
        holding = [page for page in found if f"Вопрос {n}:" in page]
        assert len(holding) == 1
        assert f"ответ{n} жауап" in holding[0]
        assert holding[0].count("жауап") >= n * 7


def test_that_an_answer_longer_than_a_page_goes_on_and_loses_nothing(paper):
    words = [f"слово{n}" for n in range(4000)]
    paper.entries["wat_04"] = Answer(text=" ".join(words), value=" ".join(words)).to_json()
    data = paper.pdf()
    assert_tidy(data)
    found = " ".join(pages(data)).split()
    assert set(words) <= set(found)


def test_that_a_table_longer_than_a_page_repeats_its_heading(paper):
    for n in range(120):
        row = f"x{n:03}"
        paper.entries[f"wat_01/{row}"] = {"order": 10.0 + n}
        named = Answer(text=f"скважина-{n}", value=f"скважина-{n}")
        paper.entries[f"wat_01/{row}/source"] = named.to_json()
    data = paper.pdf()
    assert_tidy(data)
    found = pages(data)
    assert all(f"скважина-{n}" in " ".join(found) for n in range(120))
    with_rows = [page for page in found if re.search(r"скважина-\d", page)]
    assert len(with_rows) > 2
    assert all("Источник · Көзі" in page and "Вопрос · Сұрақ" in page for page in with_rows)


@pytest.mark.parametrize("filler", range(0, 60, 12))
def test_that_a_heading_keeps_its_first_question_with_it(paper, filler):
    paper.entries["wat_04"] = Answer(text="строка\n" * filler, value="строка").to_json()
    headed = [page for page in pages(paper.pdf()) if "Основание · Негізі" in page]
    assert headed
    for page in headed:
        for heading in re.finditer("Основание · Негізі", page):
            assert re.match(r" [89]\.\d ", page[heading.end() :]), page
