"""An open workspace of its own, and an audit of a small pack in it."""

import pytest

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.services import auditing, packs, workspace
from kta_desktop.storage import keys

PASSPHRASE = "сыр и масло"
PROFILE = Auditor(
    id="01a20000-0000-7000-8000-000000000001",
    name="Ахметова Айгуль Сериковна",
    role="lead",
    organisation="Бюро НДТ",
)
TINY = Definition(
    pack="tiny",
    version="1.0",
    title=Text(ru="Молоко", kk="Сүт"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
    questions=(
        Question(
            name="wat_01",
            number="8.1",
            section="wat",
            type=QuestionType.TEXT,
            label=Text(ru="Источник воды"),
        ),
        Question(
            name="wat_03",
            number="8.3",
            section="wat",
            type=QuestionType.DECIMAL,
            label=Text(ru="Удельный сброс"),
        ),
    ),
)


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch):
    """Derive keys at the least cost a key file may name: how long it takes is not tested."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)


@pytest.fixture
def profile():
    return PROFILE


@pytest.fixture
def passphrase():
    return PASSPHRASE


@pytest.fixture
def tiny_pack(monkeypatch):
    """Let the only pack be one of two questions."""
    definition = {"tiny": TINY}
    monkeypatch.setattr(
        packs, "compiled", lambda pack: (definition[pack], json_hash(TINY.to_json())), raising=False
    )
    return TINY


@pytest.fixture
def ws(tmp_path):
    opened, _code = workspace.create(tmp_path / "ws" / "w.ktadb", PASSPHRASE, PROFILE)
    yield opened
    opened.close()


@pytest.fixture
def new_audit():
    return NewAudit(
        number="KTA-2026-014",
        plant=Plant(name="ТОО «Айран»", bin="990340001234", category="II"),
        pack="tiny",
        team=(PROFILE, Auditor(id="01a20000-0000-7000-8000-000000000002", name="Ким")),
        starts_on="2026-11-22",
        ends_on="2026-11-24",
        reference_year=2025,
    )


@pytest.fixture
def audit(ws, tiny_pack, new_audit):
    assert tiny_pack.pack == new_audit.pack
    return auditing.start(ws, new_audit).id
