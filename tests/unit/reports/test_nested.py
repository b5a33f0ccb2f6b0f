"""Sources with their tables on paper: blocks with names, figures of how many, no word cut."""

import io
from dataclasses import replace

import pypdfium2
import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.forms.state import FormState
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.sheet import sheet_pdf
from kta_desktop.reports.source import Source
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.values import why_blank
from kta_desktop.services import filling

AT = "2026-11-22T14:32:08+05:00"
NAMES = ("Концентрация загрязняющего вещества", "Норматив выброса", "Происхождение значения")


def q(name, number, kind, ru, **more):
    return Question(name=name, number=number, section="src", type=kind, label=Text(ru=ru), **more)


def column(name, ru, kind=QuestionType.DECIMAL, **more):
    return Column(name=name, type=kind, label=Text(ru=ru), **more)


def checklist(columns):
    return Definition(
        pack="plant",
        version="1",
        title=Text(ru="Лист завода"),
        sections=(
            Section(name="src", number="G", label=Text(ru="Выбросы"), pack="core"),
            Section(name="own", number="1", label=Text(ru="Отрасль")),
        ),
        questions=(
            q("hint", "", QuestionType.NOTE, "Номера взять из инвентаризации."),
            q("source", "G1", QuestionType.REPEAT, "Источники выбросов",
              short=Text(ru="Источник"), more={"key": "src_no"}),
            q("src_no", "G2", QuestionType.TEXT, "Номер", parent="source"),
            q("src_kind", "G3", QuestionType.TEXT, "Вид", parent="source"),
            q("height", "G4", QuestionType.DECIMAL, "Высота", parent="source", unit="m",
              relevant="${src_kind} = 'труба'"),
            q("rows", "G5", QuestionType.TABLE, "Вещества", parent="source", columns=columns),
            q("measure", "G5.1", QuestionType.SELECT_ONE, "Единица", parent="source",
              choices=(Choice(name="t/h", label=Text(ru="т/ч")),)),
            q("rate", "G5.2", QuestionType.DECIMAL, "Нагрузка", parent="source",
              more={"unit_from": "measure"}),
            q("mass", "G6", QuestionType.CALCULATE, "Масса источника", parent="source",
              unit="t/year", calculation="sum(${rows}/g)"),
            q("share", "G7", QuestionType.CALCULATE, "Доля источника", parent="source", unit="%",
              calculation="${mass} div 0.13", more={"precision": 1}),
            Question(
                name="own_1", number="1.1", section="own", type=QuestionType.TEXT,
                label=Text(ru="Свой вопрос")),
        ),
    )  # fmt: skip


NARROW = (column("name", "Вещество", QuestionType.TEXT), column("g", "Выброс", unit="g/s"),
          column("double", "Вдвое", QuestionType.CALCULATE, unit="g/s",
                 calculation="../g * 2"),
          column("third", "Треть", QuestionType.CALCULATE, unit="g/s",
                 calculation="../g div 9", more={"precision": 2}),
          column("n", "Число", more={"unit_from": "measure"}))  # fmt: skip
WIDE = (
    *NARROW,
    *(column(f"c{n}", f"{NAMES[n % 3]} {n}", QuestionType.TEXT) for n in range(10)),
)


def typed(text):
    return {"text": text, "value": text.replace(",", ".")}


def entries(rows=2):
    found = {}
    for source, (name, kind) in {"s1": ("Труба 0001", "труба"), "s2": ("Двор", "открытый")}.items():
        found[f"source/{source}"] = {"order": float(source[1])}
        found[f"source/{source}/src_no"] = typed(name)
        found[f"source/{source}/src_kind"] = typed(kind)
        found[f"source/{source}/height"] = typed("25")
        found[f"source/{source}/rate"] = typed("12,5")
        for row in range(rows):
            found[f"source/{source}/rows/r{row}"] = {"order": float(row)}
            found[f"source/{source}/rows/r{row}/name"] = typed(f"Вещество {row}")
            if row:
                found[f"source/{source}/rows/r{row}/g"] = typed("1,5")
                found[f"source/{source}/rows/r{row}/n"] = typed("7")
    found["source/s1/measure"] = {"value": "t/h"}
    return found


@pytest.fixture
def filled():
    """Return the form with a height that is blank with a reason, and its sheet in words."""
    height = {"source/s1/height": {"blank": "no_access"}}
    definition, found = checklist(NARROW), entries() | height
    return filling.form(definition, found), _printed(definition, found, ("ru",))


def words(columns, rows=2, languages=("ru",)):
    return _printed(checklist(columns), entries(rows), languages)


def _printed(definition, found, languages):
    record = AuditRecord(
        id="0192f0c8-0000-7000-8000-000000000000",
        definition=definition,
        definition_sha256=json_hash(definition.to_json()),
        entries=found,
    )
    source = Source(record=record, images=lambda _sha, _px: b"", printed_at=AT)
    pdf = sheet_pdf(Order(languages=languages), source).data
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


def test_that_each_instance_is_a_block_with_its_number_and_name():
    said = words(NARROW)
    assert "G1 Источники выбросов: 2" in said
    assert said.index("Источник 1: Труба 0001") < said.index("Источник 2: Двор")


def test_that_a_question_that_does_not_apply_in_one_instance_is_left_out_there():
    assert words(NARROW).count("Высота") == 1


def test_that_a_worked_out_figure_says_of_how_many_values_it_is():
    said = words(NARROW)
    assert "Масса источника 1,5 т/год" in said
    assert "Неполный: 1 из 2" in said


def test_that_worked_out_cells_are_printed():
    assert "Вещество 1 1,5 3" in words(NARROW)


def test_that_worked_out_figures_have_the_places_of_their_checklist():
    said = words(NARROW)
    assert "Доля источника 11,5 %" in said
    assert " 0,17 " in said


def test_that_a_number_is_in_the_unit_that_another_answer_of_its_instance_tells():
    first, second = words(NARROW).split("Источник 2: Двор")
    assert "Нагрузка 12,5 т/ч" in first
    assert "7 т/ч" in first
    assert "Нагрузка 12,5 единица — в G5.1" in second


def test_that_a_reason_for_a_blank_stands_before_its_note_and_day_in_brackets():
    blank = {"blank": "no_access", "blank_note": "цех закрыт", "blank_until": "2026-11-23"}
    tongue = Tongue(("ru",))
    assert why_blank(Answer.from_json(blank), tongue) == "Нет доступа (цех закрыт, до 23.11.2026)"
    assert why_blank(Answer(blank="no_access"), tongue) == "Нет доступа"


def test_that_the_cover_counts_the_questions_of_every_instance(filled):
    state, said = filled
    for section, head in (("src", "G. Выбросы"), ("own", "1. Отрасль")):
        statuses = [state.status(place.address).value for place in state.visible(section)]
        progress = state.progress(section)
        done = statuses.count("answered") + statuses.count("warning")
        blank = statuses.count("blank")
        assert (done + blank, len(statuses)) == (progress.answered, progress.total)
        assert f"{head} {done} из {progress.total} {blank} 0" in said
    whole = state.progress()
    assert f"Всего {whole.answered - 1} из {whole.total} 1 0" in said
    assert whole.total == 1 + 6 + 5  # one source has a height


def test_that_notes_and_the_names_of_the_checklists_are_printed():
    said = words(NARROW)
    assert "Номера взять из инвентаризации." in said
    assert said.index("Общая часть") < said.rindex("G. Выбросы")
    assert said.rindex("G. Выбросы") < said.rindex("Лист завода") < said.index("Свой вопрос")


@pytest.mark.parametrize("languages", [("ru",), ("ru", "kk")])
def test_that_a_wide_table_is_continued_and_loses_no_column(languages):
    said = words(WIDE, languages=languages)
    for number in range(10):
        for word in f"{NAMES[number % 3]} {number}".split():
            assert word in said
    assert said.count("Вещество 1") >= 2 * 2  # it stands in each part of either source


def test_that_a_wide_table_longer_than_a_page_loses_no_row():
    said = words(WIDE, rows=60)
    assert all(f"Вещество {row} " in said for row in range(60))


def test_that_an_instance_whose_name_is_longer_than_a_page_is_printed():
    name = "\n".join(f"Строка {n}" for n in range(400))
    found = entries() | {"source/s1/src_no": typed(name)}
    said = _printed(checklist(NARROW), found, ("ru",))
    assert all(f"Строка {n} " in said for n in range(400))
    assert said.count("Строка 0") == 2  # in its answer and in the heading


def test_that_rows_of_a_continued_table_are_numbered_in_each_part():
    said = words(WIDE, rows=3)
    assert said.count("3 Вещество 2") >= 2
    assert "1 Вещество 0" not in words(WIDE, rows=1)  # a single row needs no number


def test_that_rows_without_anything_in_a_continued_part_are_a_sentence():
    found = entries(rows=9) | {"source/s1/rows/r4/c9": typed("4,5")}
    said = _printed(checklist(WIDE), found, ("ru",))
    assert "5 Вещество 4" in said
    assert said.count("В остальных строках эти графы не заполнены.") >= 1
    assert said.count("3 Вещество 2") < said.count("5 Вещество 4")


def test_that_the_rows_of_a_table_are_looked_up_as_often_however_many_there_are(monkeypatch):
    asked = []
    known = FormState.rows
    monkeypatch.setattr(FormState, "rows", lambda form, at: asked.append(at) or known(form, at))
    words(NARROW, rows=4)
    few = len(asked)
    words(NARROW, rows=40)
    assert len(asked) - few == few


@pytest.mark.parametrize("before", [0, 6, 12, 18, 24])
def test_that_nobody_signs_a_page_on_which_nothing_is_answered(before):
    long = {"own_1": typed("\n".join(["Ответ по строкам"] * 20))}
    report = Order(kind=Kind.REPORT, sections=("own",))
    definition = checklist(NARROW)
    fillers = tuple(
        Question(
            name=f"f{n}",
            number=f"0.{n}",
            section="own",
            type=QuestionType.TEXT,
            label=Text(ru="Ещё"),
        )
        for n in range(before)
    )
    definition = replace(definition, questions=(*fillers, *definition.questions))
    record = AuditRecord(id="a", definition=definition, definition_sha256="0", entries=long)
    pdf = sheet_pdf(report, Source(record=record, images=lambda _sha, _px: b"", printed_at=AT)).data
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    (signed,) = [page for page in pages if "Ответов:" in page]
    assert "Ответ по строкам" in signed
    assert "Представитель предприятия" in signed.partition("Ответов:")[2]
