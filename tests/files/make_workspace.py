"""Makes ``schema-<n>.ktadb``: a workspace as this release writes it, kept for all later ones.

Run once per schema, when the release that introduces it is made:
``python tests/files/make_workspace.py``. An existing file is never overwritten.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, drafts, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import audits, contents, definitions, identity, samples, schema

PASSPHRASE = "сыр и масло"
DOCUMENT = b"%PDF-1.7 protocol\n" * 20
QUESTION = Question(
    name="wat_03",
    number="8.3",
    section="wat",
    type=QuestionType.DECIMAL,
    label=Text(ru="Удельный сброс", kk="Меншікті төгінді"),
)
DEFINITION = Definition(
    pack="tiny",
    version="1.0",
    title=Text(ru="Молоко", kk="Сүт"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
    questions=(QUESTION,),
)
_OUTBOX = (
    "INSERT INTO outbox (id, audit, revision, remote, state, bytes_total, bytes_done, updated_at) "
    "VALUES ('o1', :audit, 1, 'centre', 'delivered', 9, 9, '2026-11-22')"
)


def make(path: Path) -> None:
    """Make the workspace: an audit with edits, an undo, a document, readings, a delivery."""
    profile = Auditor(id=new_id(), name="Ахметова Айгуль Сериковна", role="lead")
    ws, _code = workspace.create(path, PASSPHRASE, profile)
    audit = new_id()
    with ws.store.begin() as connection:
        audits.add(connection, audit, definitions.put(connection, DEFINITION))
    edits = [
        Edit("@audit/number", "KTA-2026-001"),
        Edit("@audit/pack", "tiny"),
        Edit("@plant/name", "ТОО «Айран»"),
        Edit(f"@team/{profile.id}", {"name": profile.name, "role": "lead", "place": 1}),
    ]
    answering.store(ws, audit, edits)
    for text in ("1,5", "1,6", "1,7"):
        value = {"text": text, "value": text.replace(",", "."), "unit": "m3/t"}
        answering.store(ws, audit, [Edit("wat_03", value)])
    answering.undo(ws, audit)
    answering.store(ws, audit, [Edit("@revision/1", {"at": "2026-11-22", "by": profile.id})])
    drafts.keep(ws, audit, {"wat_03#note": "счётчик не пов"})
    _add_the_rest(ws, audit)
    ws.close()
    path.with_name(f"{path.name}.lock").unlink()


def _add_the_rest(ws: workspace.Workspace, audit: str) -> None:
    """Put at least one row into every table."""
    sha256 = hashlib.sha256(DOCUMENT).hexdigest()
    batch = samples.Readings(
        np.arange(5, dtype=np.int64) * 1000 + 1_795_341_600_000,
        np.array([3.1, 3.2, 3.3, 3.2, 3.1]),
        np.zeros(5, np.uint8),
    )
    with ws.store.begin() as connection:
        contents.put(connection, sha256, "application/pdf", [DOCUMENT])
        for first, stop in ((0, 3), (3, 5)):
            samples.roll(connection)  # so that some lie in a chunk, and some in the tail
            samples.append(connection, "session", "dust", _part(batch, first, stop))
        identity.add_device(connection, bytes(32), "Планшет")
        for statement in (
            "INSERT INTO remotes VALUES ('centre', 'file:///srv/kta', NULL, '2026-11-22', '{}')",
            _OUTBOX,
            "INSERT INTO receipts VALUES (:audit, 'ab', 1, '{}', '2026-11-22')",
            "INSERT INTO quarantine VALUES ('q1', 'a.kta', 'code', '{}', 'q1.kta', '2026-11-22')",
            "INSERT INTO operations VALUES ('p1', 'export', :audit, '{}', '2026-11-22')",
            "INSERT INTO uploads VALUES ('centre', 'ab', 'u1', 8388608, '2026-11-23')",
            "INSERT INTO confirmed VALUES ('centre', 'cd', 9, '2026-11-23')",
            "INSERT INTO signatures VALUES ('ab', 2, 'cms', 'auditor', x'30', '2026-11-23')",
            "INSERT INTO known_keys VALUES ('ef', x'00', '', 'lead', 'active', '', '2026-11-23')",
            "INSERT INTO reviews VALUES ('r1', :audit, 1, 'ab', 'ef', '{}', '2026-11-23')",
            "INSERT INTO assignments VALUES ('a1', 'p1', 'ef', '{}', 'given', '2026-11-23')",
            "INSERT INTO held VALUES ('/srv', 'b', :audit, 1, 'ef', '{}', 'held', '2026-11-23')",
            "INSERT INTO heard VALUES ('centre', 'reviews/a/b.json', '2026-11-23')",
        ):
            connection.exec_driver_sql(statement, {"audit": audit})


def _part(batch: samples.Readings, first: int, stop: int) -> samples.Readings:
    part = slice(first, stop)
    return samples.Readings(batch.times_ms[part], batch.values[part], batch.flags[part])


if __name__ == "__main__":
    target = Path(__file__).parent / f"schema-{int(schema.CURRENT)}.ktadb"
    if target.exists():
        sys.exit(f"{target} is kept as it is")
    make(target)
