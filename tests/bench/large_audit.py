"""An audit of 3,000 questions with 500 photographs, in a workspace on disk."""

import hashlib
import io
import random
from pathlib import Path

from PIL import Image

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Choice, Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, changes, contents, definitions
from kta_desktop.storage.clock import now

SECTIONS, IN_SECTION = 60, 50
PHOTOGRAPHS = 500
KINDS = (
    QuestionType.DECIMAL,
    QuestionType.SELECT_ONE,
    QuestionType.TEXT,
    QuestionType.DECIMAL,
    QuestionType.DATE,
)
_WORDS = (
    "Сколько воды забирают из скважины на мойку танков в базовом году",
    "Ведётся ли учёт сточных вод по каждому цеху и кто за него отвечает",
    "Опишите состояние газоочистки по осмотру и последнему паспорту установки",
    "Какова концентрация взвешенных веществ после сушильной башни",
    "Когда поверен расходомер на выпуске сточных вод",
)
_YES_NO = tuple(
    Choice(name=name, label=Text(ru=ru))
    for name, ru in (("yes", "Да"), ("partly", "Частично"), ("no", "Нет"), ("na", "Неприменимо"))
)


def definition() -> Definition:
    """Return what is asked: sections of fifty questions of five kinds, a tenth conditional."""
    return Definition(
        pack="bench",
        version="1",
        title=Text(ru="Замер: большой аудит"),
        sections=tuple(
            Section(name=f"s{number}", number=str(number + 1), label=Text(ru=f"Цех {number + 1}"))
            for number in range(SECTIONS)
        ),
        questions=tuple(
            _question(section, place) for section in range(SECTIONS) for place in range(IN_SECTION)
        ),
    )


def prepare(path: Path) -> str:
    """Make the workspace at ``path``, filled in by four fifths; return the id of its audit."""
    profile = Auditor(id=new_id(), name="Bench")
    ws, _code = workspace.create(path, "bench", profile)
    try:
        audit = _begun(ws)
        answering.store(ws, audit, [*_answers(), *_photographs(ws)])
        workspace.back_up(ws)  # as each has that was worked in for a day
    finally:
        ws.close()
    return audit


def _question(section: int, place: int) -> Question:
    kind = KINDS[place % len(KINDS)]
    return Question(
        name=f"q{section}_{place}",
        number=f"{section + 1}.{place + 1}",
        section=f"s{section}",
        type=kind,
        label=Text(ru=f"{_WORDS[place % len(_WORDS)]} ({section + 1}.{place + 1})?"),
        unit="m3/year" if kind is QuestionType.DECIMAL else None,
        choices=_YES_NO if kind is QuestionType.SELECT_ONE else (),
        appearance="likert" if kind is QuestionType.SELECT_ONE else "",
        relevant=f"${{q{section}_0}} > 10" if place % 10 == 9 else None,
    )


def _begun(ws: Workspace) -> str:
    audit = new_id()
    act = changes.Act(audit=audit, author=ws.profile.id, device=ws.device, at=now(), group=new_id())
    new = NewAudit(
        number="KTA-2026-900",
        plant=Plant(name="ТОО «Замер»"),
        pack="bench",
        team=(ws.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    with ws.store.begin() as connection:
        audits.add(connection, audit, definitions.put(connection, definition()))
        about: dict[str, JsonValue] = {
            "@audit/number": new.number,
            "@audit/pack": new.pack,
            "@plant/name": new.plant.name,
        }
        changes.write(connection, act, about.items())
    return audit


def _answers() -> list[Edit]:
    given: dict[QuestionType, JsonValue] = {
        QuestionType.DECIMAL: {"text": "1 234,5", "value": "1234.5", "unit": "m3/year"},
        QuestionType.SELECT_ONE: {"value": "partly"},
        QuestionType.TEXT: {"text": "Пылеуловитель исправен, паспорт 2019 года"},
        QuestionType.DATE: {"text": "21.11.2026", "value": "2026-11-21"},
    }
    return [
        Edit(question.name, given[question.type])
        for place, question in enumerate(definition().questions)
        if place % 5 != 4
    ]


def _photographs(ws: Workspace) -> list[Edit]:
    """Store pictures as a camera writes them, and name them at every sixth question."""
    dice = random.Random(20261122)
    edits = []
    for number in range(PHOTOGRAPHS):
        question = definition().questions[number * 6]
        data = _picture(dice)
        with ws.store.begin() as connection:
            sha256 = hashlib.sha256(data).hexdigest()
            contents.put(connection, sha256, "image/jpeg", [data])
        proof = Evidence(
            id=new_id(),
            sha256=sha256,
            name=f"IMG_{number:04}.jpg",
            media_type="image/jpeg",
            size=len(data),
            taken_at="2026-11-21T09:00:00+05:00",
            kind="photo",
        )
        edits.append(Edit(fieldpath.evidence(question.name, proof.id), proof.to_json()))
    return edits


def _picture(dice: random.Random) -> bytes:
    """Return a JPEG of 1600 × 1200 px, as different from the others as photographs are."""
    small = Image.frombytes("RGB", (40, 30), dice.randbytes(3600))
    out = io.BytesIO()
    small.resize((1600, 1200)).save(out, "JPEG", quality=80)
    return out.getvalue()
