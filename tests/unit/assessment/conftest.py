"""A small pack: facts, levels with exceptions, questions of each kind that is judged."""

import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import (
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Text,
)

FACTS = ("kind", "abatement", "cold", "sewer_only", "pilot")


def level(identifier, **more):
    given = {
        "kind": "AEL",
        "medium": "water_direct",
        "parameter": Text(ru="Химическое потребление кислорода (ХПК)", kk="(ОХТ)", en="COD"),
        "substance": "COD",
        "upper": "100",
        "unit": "mg/l",
        "averaging": ("daily",),
        "when": "true()",
        "confidence": "verified",
    }
    return Level(id=identifier, **{**given, **more})


def number(name, **more):
    given = {"section": "s", "number": "1.1", "type": QuestionType.DECIMAL, "label": Text(ru=name)}
    given["more"] = {"maps_to": {"averaging": ["daily"]}}  # it asks for what the levels are of
    return Question(name=name, **{**given, **more})


@pytest.fixture
def new_level():
    return level


@pytest.fixture
def make():
    """Return a function that makes a definition of levels and questions beside the facts."""

    def made(levels, questions=()):
        facts = tuple(number(name) for name in FACTS)
        return Definition(
            pack="tiny",
            version="1",
            title=Text(ru="Малый"),
            sections=(Section(name="s", number="1", label=Text(ru="Раздел")),),
            questions=(*facts, *questions),
            levels=tuple(levels),
        )

    return made


@pytest.fixture
def record():
    """Return a function that makes an audit record of a definition and answers by path."""

    def made(definition, **answers):
        entries = {path.replace("__", "/"): value for path, value in answers.items()}
        entries = {
            path: value.to_json() if isinstance(value, Answer) else value
            for path, value in entries.items()
        }
        return AuditRecord(
            id="a", definition=definition, definition_sha256="0" * 64, entries=entries
        )

    return made


@pytest.fixture
def measured():
    """Return a function that makes an answer of a number from an accredited laboratory."""

    def made(value, unit=None, uncertainty=None, origin="measured_accredited"):
        return Answer(text=value, value=value, unit=unit, uncertainty=uncertainty, origin=origin)

    return made


@pytest.fixture
def question():
    return number


@pytest.fixture
def effluent():
    """Return a table of waste-water figures: parameter, mean, maximum."""
    return number(
        "wwt",
        type=QuestionType.TABLE,
        levels=("COD", "TN"),
        columns=(
            Column(name="param", type=QuestionType.TEXT, label=Text(ru="Показатель")),
            Column(name="avg", type=QuestionType.DECIMAL, label=Text(ru="Среднее"), unit="mg/l"),
            Column(name="max", type=QuestionType.DECIMAL, label=Text(ru="Макс"), unit="mg/l"),
            Column(name="n", type=QuestionType.DECIMAL, label=Text(ru="Число проб")),
        ),
    )
