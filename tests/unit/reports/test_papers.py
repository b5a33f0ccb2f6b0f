"""Cover, evidence annex, register of confidential data, and what layouts keep back."""

import io
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.measurement import Sent
from kta_desktop.domain.verdict import Verdict
from kta_desktop.reports.context import Authored
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.order import Kind
from kta_desktop.reports.secrecy import _tells_figure
from tests.unit.reports.material import AYGUL, WATER, session

SECRET = {"is": True, "grounds": "приказ № 12 от 14.03.2024"}
LONG = " ".join(f"«Объединение № {n}»" for n in range(22))
LANGUAGES = [("ru",), ("kk",), ("ru", "kk")]


def pages(data):
    document = pypdfium2.PdfDocument(data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "")) for text in texts]


def text(paper, **order):
    return " ".join(pages(paper.pdf(**order)))


def images(data):
    """Return how many different pictures a document holds."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = (each.get("/Subtype") for each in pdf.objects if isinstance(each, pikepdf.Stream))
        return sum(kind == "/Image" for kind in found)


def said(paper, *addresses):
    for address in addresses:
        paper.entries[f"{address}#confidential"] = SECRET
        paper.authorship[f"{address}#confidential"] = Authored(AYGUL, "2026-11-22T09:32:08.000Z")


@pytest.mark.parametrize("languages", LANGUAGES)
def test_that_the_report_lists_its_parts_with_their_pages(paper, languages):
    paper.languages = languages
    built = paper.built(kind=Kind.REPORT)
    listed = " ".join(pages(built.data)[: built.starts["section-wat"] - 1])
    assert built.starts["cover"] == 1
    sections = {"section-wat": "8.", "section-wwt": "9."}
    for key, number in sections.items():
        section = paper.definition.sections[number == "9."]
        title = section.label.get(languages[0])
        assert f"{number} {title} {built.starts[key]}" in listed
    assert paper.built(kind=Kind.REPORT).data == built.data


def test_that_the_lines_of_the_list_lead_to_their_parts(paper):
    built = paper.built(kind=Kind.REPORT)
    with pikepdf.open(io.BytesIO(built.data)) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert len(links) == len(built.starts) - 1


def test_that_the_cover_names_everybody_whole(paper):
    paper.entries["@plant/name"] = LONG
    paper.entries[f"@team/{AYGUL}"] = {
        "name": "А. М. Жумабаева",
        "role": "lead",
        "organisation": LONG,
        "qualification": "ТРГ-FDM 17/26",
        "place": 0,
    }
    found = text(paper, kind=Kind.REPORT)
    assert found.count(" ".join(LONG.split())) >= 2
    for words in ("ТРГ-FDM 17/26", "150540012345", "Е. Т. Оспанов", "Для Бюро НДТ"):
        assert words in found
    assert "c7f2 91ab 44de 03c8" in found


def test_that_whoever_wants_a_few_sections_gets_neither_cover_nor_annex(paper):
    built = paper.built(kind=Kind.REPORT, sections=("wat",))
    assert not {"cover", "evidence", "confidential"} & set(built.starts)


def test_that_a_picture_is_printed_once_however_often_it_proves(paper):
    before = images(paper.pdf(kind=Kind.EVIDENCE))
    (path, value) = next((p, v) for p, v in paper.entries.items() if "#evidence" in p)
    identifier = "0192f0c8-ffff-7000-8000-000000000009"
    paper.entries[f"wat_03#evidence:{identifier}"] = {**value, "id": identifier}
    data = paper.pdf(kind=Kind.EVIDENCE)
    assert images(data) == before
    assert path.startswith("wwt_04")
    assert re.search(r"Ф-1, Ф-\d+\. ", " ".join(pages(data)))
    assert "8.3" in " ".join(pages(data))


def test_that_the_annex_names_documents_with_their_hash(paper):
    found = text(paper, kind=Kind.EVIDENCE)
    assert "протокол.pdf" in found
    hashes = [v["sha256"] for p, v in paper.entries.items() if "#evidence" in p]
    squeezed = found.replace(" ", "")
    assert all(sha256[:16] in squeezed for sha256 in hashes)
    assert sum(sha256 in squeezed for sha256 in hashes) == 1  # the document's whole one


def test_that_pictures_can_be_left_away_and_their_words_stay(paper):
    with_them, without = paper.pdf(kind=Kind.EVIDENCE), paper.pdf(kind=Kind.EVIDENCE, photos=False)
    assert images(with_them) > 0
    assert images(without) == 0
    assert "Колодец К-3" in " ".join(pages(without))
    assert images(paper.pdf(photos=False)) == 0


def test_that_a_report_has_its_pictures_in_the_annex_only(paper):
    built = paper.built(kind=Kind.REPORT)
    found = pages(built.data)
    sections = " ".join(found[built.starts["section-wat"] - 1 : built.starts["evidence"] - 1])
    assert "[Ф-1, Ф-2, Ф-3, Ф-4]" in sections
    assert "Колодец К-3" not in sections
    assert images(built.data) == images(paper.pdf(kind=Kind.EVIDENCE))


def test_that_captions_without_end_are_printed_whole(paper):
    path, value = next((p, v) for p, v in paper.entries.items() if "#evidence" in p)
    paper.entries[path] = {**value, "caption": " ".join(f"слово{n}" for n in range(400))}
    found = text(paper, kind=Kind.EVIDENCE)
    assert all(f"слово{n}" in found for n in range(400))


def test_that_documents_of_one_audit_without_evidence_are_none(paper):
    paper.entries = {p: v for p, v in paper.entries.items() if "#evidence" not in p}
    for kind in (Kind.EVIDENCE, Kind.CONFIDENTIAL):
        with pytest.raises(NothingToPrintError):
            paper.pdf(kind=kind)


@pytest.mark.parametrize("languages", LANGUAGES)
def test_that_the_register_says_what_why_who_and_when(paper, languages):
    said(paper, "wat_03")
    paper.languages = languages
    found = text(paper, kind=Kind.CONFIDENTIAL)
    assert "8.3" in found
    assert "приказ № 12 от 14.03.2024" in found
    assert "А. М. Жумабаева, 22.11.2026 14:32" in found


@pytest.mark.parametrize(
    ("layout", "words"),
    [("plant", "печатается"), ("bureau", "печатается с отметкой"), ("ministry", "не печатается")],
)
def test_that_the_register_says_how_this_print_treats_it(paper, layout, words):
    said(paper, "wat_03")
    paper.languages = ("ru",)
    assert f" {words} " in text(paper, kind=Kind.CONFIDENTIAL, layout=layout)


def test_that_the_ministry_is_told_names_alone(paper):
    said(paper, "wat_03")
    found = text(paper, kind=Kind.CONFIDENTIAL, layout="ministry")
    assert "8.3" in found or "Отделены ли ливневые" in found
    assert "приказ" not in found


def test_that_a_secret_is_marked_for_the_bureau_and_not_for_the_plant(paper):
    said(paper, "wat_03")
    paper.languages = ("ru",)
    marked = text(paper, sections=("wat",), layout="bureau")
    assert "Конфиденциально Частично" in marked
    assert "Конфиденциально" not in text(paper, sections=("wat",), layout="plant")


def test_that_a_left_out_answer_says_so_and_its_verdict_stays_in_words(paper):
    said(paper, "wat_02", "wat_03")
    paper.languages = ("ru",)
    found = text(paper, sections=("wat",), layout="ministry")
    assert found.count("Не печатается: коммерческая тайна") == 2
    assert "ПРЕВЫШАЕТ" in found
    for token in ("3,25", "0,16", "Пересчитано", "Частично Примечание", "устарела"):
        assert token not in found


def test_that_a_verdict_that_tells_the_figure_is_kept_back(paper):
    said(paper, "wwt_02")
    found = text(paper, sections=("wwt",), layout="ministry")
    assert "НЕ РАЗЛИЧИМО" in text(paper, sections=("wwt",))
    assert "НЕ РАЗЛИЧИМО" not in found
    assert "112" not in found


@pytest.mark.parametrize(
    ("upper", "verdict", "tells"),
    [
        ("1.4", Verdict.MEETS, True),
        ("1.6", Verdict.MEETS, False),
        ("1.4", Verdict.EXCEEDS, False),
        ("9", Verdict.NOT_DISTINGUISHABLE, True),
    ],
)
def test_that_narrow_ranges_tell_figures(paper, upper, verdict, tells):
    level = replace(WATER, lower="1", upper=upper, direction="within")
    judgement = replace(paper.judgements["wat_02"], level=level, verdict=verdict)
    assert _tells_figure(judgement) is tells


def test_that_an_empty_answer_is_no_secret_that_is_kept_back(paper):
    said(paper, "wat_05")
    paper.languages = ("ru",)
    paper.entries.pop("wat_05", None)
    assert "Не печатается" not in text(paper, sections=("wat",), layout="ministry")


def test_that_the_measurement_behind_a_secret_answer_is_kept_back(paper):
    said(paper, "wat_02")
    found = session()
    sent = Sent(channel=found.channel, address="wat_02", value="9.6", unit="mg/Nm3", at="")
    paper.entries[f"@session/{found.id}"] = replace(found, sent=(sent,)).to_json()
    paper.languages = ("ru",)
    open_, kept = (text(paper, kind=Kind.PROTOCOL, layout=name) for name in ("bureau", "ministry"))
    assert "Конфиденциально" in open_
    assert "Не печатается: коммерческая тайна" in kept
    assert len(kept) < len(open_) / 3


def test_that_papers_of_secret_kinds_are_kept_back_with_an_open_question(paper):
    item = Evidence(
        id="0192f0c8-ffff-7000-8000-000000000001",
        sha256="8" * 64,
        name="смена.pdf",
        media_type="application/pdf",
        size=10,
        kind="production_report",
    )
    paper.entries[f"wat_03#evidence:{item.id}"] = item.to_json()
    paper.languages = ("ru",)
    assert "смена.pdf" in text(paper, kind=Kind.EVIDENCE)
    kept = text(paper, kind=Kind.EVIDENCE, layout="ministry")
    assert "смена.pdf" not in kept
    assert re.search(r"Не печатается: коммерческая тайна: Д-\d", kept)
    paper.entries[f"wat_03#confidential:{item.id}"] = {"is": False, "grounds": ""}
    assert "смена.pdf" in text(paper, kind=Kind.EVIDENCE, layout="ministry")


def test_that_a_figure_worked_out_of_a_secret_is_kept_back(paper):
    said(paper, "wat_01")
    found = text(paper, sections=("wat",), layout="ministry")
    assert "139 700" not in found
    assert "118 400" not in found


def test_that_grounds_without_end_leave_the_page_whole(paper):
    said(paper, "wat_03")
    words = [f"основание{n}" for n in range(600)]
    paper.entries["wat_03#confidential"] = {"is": True, "grounds": " ".join(words)}
    found = text(paper, kind=Kind.CONFIDENTIAL)
    assert all(word in found for word in words)


def test_that_a_layout_nobody_described_prints_nothing(paper):
    with pytest.raises(ValueError, match="newspaper"):
        paper.pdf(layout="newspaper")


def test_that_an_answer_of_a_person_overrules_the_checklist(paper):
    questions = tuple(
        replace(question, confidential=question.name == "wwt_05")
        for question in paper.definition.questions
    )
    paper.definition = replace(paper.definition, questions=questions)
    assert "24,5" not in text(paper, sections=("wwt",), layout="ministry")
    paper.entries["wwt_05#confidential"] = {"is": False, "grounds": ""}
    assert "24,5" in text(paper, sections=("wwt",), layout="ministry")


def test_that_a_file_that_is_secret_once_is_secret_everywhere(paper):
    path, value = next((p, v) for p, v in paper.entries.items() if "#evidence" in p)
    identifier = "0192f0c8-ffff-7000-8000-000000000009"
    paper.entries[f"wat_03#evidence:{identifier}"] = {**value, "id": identifier}
    said(paper, "wat_03")
    assert path.startswith("wwt_04")
    found = text(paper, kind=Kind.EVIDENCE, layout="ministry")
    assert value["caption"] not in found
    assert re.search(r"Ф-1, Ф-\d", found)


def test_that_the_register_names_open_words_that_hold_a_secret_figure(paper):
    said(paper, "wat_02")
    paper.entries["wwt_05#note"] = "В цехе 3,25 м³/т, по паспорту 4"
    paper.languages = ("ru",)
    words = "Проверьте: конфиденциальное число стоит в тексте открытого ответа"
    assert words in text(paper, kind=Kind.CONFIDENTIAL)
    assert words not in text(paper, kind=Kind.CONFIDENTIAL, layout="ministry")
    paper.entries["wwt_05#note"] = "В цехе 3,26 м³/т, по паспорту 32"
    assert words not in text(paper, kind=Kind.CONFIDENTIAL)


@pytest.mark.parametrize("note", ["в 2026 году", "заявка № 118", "3,2 м³/т", "٣٫٢٥ и ١٢٣"])
def test_that_figures_that_stand_everywhere_are_no_echo(paper, note):
    said(paper, "wat_01", "wat_02")
    paper.entries["wwt_05#note"] = note
    found = text(paper, kind=Kind.CONFIDENTIAL)
    assert "Проверьте: конфиденциальное число" not in found


def test_that_a_table_with_a_secret_cell_is_marked_and_its_other_cells_stay(paper):
    said(paper, "wat_01/r1/m3")
    paper.languages = ("ru",)
    assert "Конфиденциально" in text(paper, sections=("wat",))
    assert "Источник и годовой забор воды" in text(paper, kind=Kind.CONFIDENTIAL)
    kept = text(paper, sections=("wat",), layout="ministry")
    assert "118 400" not in kept
    assert "Скважина № 2" in kept
    assert "21 300" in kept
