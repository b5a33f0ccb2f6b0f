"""No secret leaves by a sheet that leaves secrets out: a whole checklist of tokens, every kind."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.confidential import Secrecy
from kta_desktop.domain.definition import QuestionType
from kta_desktop.domain.measurement import Event, Sent
from kta_desktop.reports.conformity.stated import figures, kept_back
from kta_desktop.reports.context import Authored
from kta_desktop.reports.director.headline import headline
from kta_desktop.reports.errors import NothingToPrintError
from kta_desktop.reports.order import Kind, Order
from kta_desktop.reports.sheet import context_of, sheet_pdf
from kta_desktop.reports.source import Known, Source
from kta_desktop.reports.workbook.book import workbook_file
from kta_desktop.services import judging, missing_list, packs, printing_assessed
from tests.unit.reports.material import AYGUL, PRINTED_AT, session

NUMBERS = (QuestionType.DECIMAL, QuestionType.INTEGER)
DAY = date(2026, 11, 22)


class Filler:
    """Fills every question of a checklist with tokens that stand nowhere else, all secret."""

    def __init__(self, definition):
        self.definition = definition
        self.by_name = {question.name: question for question in definition.questions}
        self.entries = {
            "@audit/number": "KTA-2026-014",
            "@plant/name": "ТОО «Ақбұлақ Сүт»",
            f"@team/{AYGUL}": {"name": "А. М. Жумабаева", "role": "lead", "place": 0},
        }
        self.tokens = []
        for question in definition.questions:
            self.fill(question)

    def token(self):
        self.tokens.append(f"ТАЙНА{len(self.tokens):04}Ж")
        return self.tokens[-1]

    def number(self):
        self.tokens.append(f"7310{len(self.tokens):04}")
        return self.tokens[-1]

    def answer(self, asked):
        if asked.type in NUMBERS:
            number = self.number()
            return Answer(text=number, value=number, unit=asked.unit, origin="metered").to_json()
        if asked.type is QuestionType.TEXT:
            token = self.token()
            return Answer(text=token, value=token).to_json()
        if asked.type is QuestionType.SELECT_ONE and asked.choices:
            return Answer(value=asked.choices[0].name).to_json()
        return None

    def at(self, question):
        """Return the address of a question, with an instance of every repeat around it."""
        repeats, parent = [], question.parent
        while parent is not None:
            around = self.by_name.get(parent)
            if around is None:
                group = next(each for each in self.definition.groups if each.name == parent)
                parent = group.parent
                continue
            if around.type is QuestionType.REPEAT:
                repeats.insert(0, around.name)
            parent = around.parent
        rows = tuple("i1" for _repeat in repeats)
        for depth in range(len(repeats)):
            inside = fieldpath.address(tuple(repeats[: depth + 1]), rows[:depth])
            self.entries[fieldpath.row(inside, "i1")] = {"order": 1.0}
        return fieldpath.address((*repeats, question.name), rows)

    def fill(self, question):
        address = self.at(question)
        if question.type is QuestionType.TABLE:
            for row in ("r1", "r2"):
                self.entries[fieldpath.row(address, row)] = {"order": float(row[1])}
                for column in question.columns:
                    stored = self.answer(column)
                    if stored is not None:
                        self.entries[fieldpath.cell(address, row, column.name)] = stored
        elif question.type not in (QuestionType.REPEAT, QuestionType.CALCULATE):
            stored = self.answer(question)
            if stored is not None:
                self.entries[address] = stored
        self.beside(address)

    def beside(self, address):
        self.entries[fieldpath.note(address)] = self.token()
        self.entries[fieldpath.confirm(address)] = self.token()
        said = Secrecy(is_secret=True, grounds=self.token())
        self.entries[fieldpath.confidential(address)] = said.to_json()
        number = len(self.tokens)
        file = Evidence(
            id=f"0192f0c8-0000-7000-8000-{number:012}",
            sha256=f"{number:064x}",
            name=f"{self.token()}.pdf",
            media_type="image/jpeg" if number % 2 else "application/pdf",
            size=1000,
            kind="plan",
            caption=self.token(),
        )
        self.entries[fieldpath.evidence(address, file.id)] = file.to_json()

    def measure(self):
        """Add a measurement whose result was sent to a secret answer."""
        secret = next(q for q in self.definition.questions if q.confidential and q.columns)
        sent = Sent(channel="dust", address=secret.name, value="1", unit="t", at=PRINTED_AT)
        found = session()
        event = Event(at=found.started_at, text=self.token())
        found = replace(found, sent=(sent,), regime=self.token(), events=(event,))
        self.entries[f"@session/{found.id}"] = found.to_json()


def picture(_sha256, _pixels):
    file = io.BytesIO()
    Image.new("RGB", (32, 24), (40, 120, 130)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(scope="module")
def filled():
    """Return a record full of secrets, with the tokens that they are."""
    definition, sha256 = packs.compiled("food")
    filler = Filler(definition)
    filler.measure()
    record = AuditRecord(
        id="0192f0c8-0000-7000-8000-000000000000",
        definition=definition,
        definition_sha256=sha256,
        entries=filler.entries,
        last_change_hash="c7f291ab44de03c8" * 4,
    )
    return record, tuple(filler.tokens)


def known_of(record):
    """Return what is known beside the record."""
    return Known(
        judgements=dict(judging.judgements(record)),
        authorship={path: Authored(AYGUL, "2026-11-22T09:32:08.000Z") for path in record.entries},
        device="ab" * 32,
        assess=lambda left, state: printing_assessed.assessed(left, state, DAY),
    )


def printed(record, kind, layout, languages=("ru",)):
    """Return everything that can be read in a sheet, without white space."""
    missing = missing_list.parts(record, languages, DAY, layout)
    known = replace(known_of(record), missing=missing)
    source = Source(record=record, images=picture, printed_at=PRINTED_AT, known=known)
    try:
        data = sheet_pdf(Order(kind=kind, layout=layout, languages=languages), source).data
    except NothingToPrintError:
        return ""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.attachments
        beside = [str(value) for value in pdf.docinfo.values()]
        with pdf.open_outline() as outline:
            beside += [item.title for item in outline.root]
            beside += [each.title for item in outline.root for each in item.children]
    document = pypdfium2.PdfDocument(data)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return re.sub(r"[\s\ufffe]", "", "".join(texts + beside))


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.BOTH])  # each part is in one of them
def test_that_no_secret_is_in_a_sheet_for_the_ministry(filled, kind):
    record, tokens = filled
    languages = ("ru", "kk") if kind is Kind.REPORT else ("ru",)
    text = printed(record, kind, "ministry", languages)
    assert [token for token in tokens if token in text] == []


def test_that_no_secret_is_in_a_workbook_for_the_ministry(filled, tmp_path):
    record, tokens = filled
    source = Source(record=record, images=picture, printed_at=PRINTED_AT, known=known_of(record))
    out = tmp_path / "book.xlsx"
    workbook_file(
        context_of(Order(layout="ministry"), source), lambda *_asked: iter(()), out, lambda _n: None
    )
    with zipfile.ZipFile(out) as book:
        text = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    assert [token for token in tokens if token in text] == []


def test_that_the_plant_is_shown_what_the_ministry_is_not(filled):
    record, tokens = filled
    text = printed(record, Kind.REPORT, "plant")
    found = [token for token in tokens if token in text]
    assert len(found) > 0.8 * len(tokens)  # the rest is of questions that do not apply
    assert "Непечатается" not in text


def test_that_the_bureau_is_told_what_is_a_secret(filled):
    record, _tokens = filled
    text = printed(record, Kind.CONFIDENTIAL, "bureau")
    grounds = [
        value["grounds"] for path, value in record.entries.items() if "#confidential" in path
    ]
    assert sum(token in text for token in grounds) > 0.8 * len(grounds)
    assert "А.М.Жумабаева" in text


def test_that_sheets_of_one_audit_count_alike_whatever_is_kept_back(filled):
    record, _tokens = filled
    source = Source(record=record, images=picture, printed_at=PRINTED_AT, known=known_of(record))
    context = context_of(Order(layout="ministry"), source)
    shown = Counter(each.judgement.verdict for each in figures(context))
    told = headline(context.assess(), kept=kept_back(context)).counts
    assert {verdict: count for verdict, count in told.items() if count} == dict(shown)
    assert any(each.kept for each in figures(context))
