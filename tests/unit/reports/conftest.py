"""An audit for printing, built without a database."""

import io
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.reports.assessed import NOTHING, Assessed
from kta_desktop.reports.context import Authored
from kta_desktop.reports.order import Order
from kta_desktop.reports.sheet import sheet_pdf
from kta_desktop.reports.source import Known, Source
from tests.unit.reports.material import (
    AYGUL,
    COD,
    DUST,
    NOISE,
    PRINTED_AT,
    WATER,
    definition,
    entries,
    session,
    trace,
)


@dataclass
class Paper:
    """An audit and everything its sheet needs; tests change what they speak of."""

    definition: Definition = field(default_factory=definition)
    entries: dict = field(default_factory=entries)
    languages: tuple = ("ru", "kk")
    printed_at: str = PRINTED_AT
    record: dict = field(default_factory=dict)
    judgements: dict = field(
        default_factory=lambda: {
            "wat_02": Judgement(
                verdict=Verdict.EXCEEDS,
                level=WATER,
                value=Decimal("3.25"),
                uncertainty=Decimal("0.16"),
            ),
            "wwt_02": Judgement(
                verdict=Verdict.NOT_DISTINGUISHABLE,
                level=COD,
                value=Decimal(112),
                uncertainty=Decimal(13),
            ),
            "wwt_05": Judgement(
                verdict=Verdict.NOT_COMPARED,
                reason=NotCompared.LEVEL_UNVERIFIED,
                level=NOISE,
                value=Decimal("24.5"),
            ),
            "wwt_06": Judgement(
                verdict=Verdict.MEETS, level=COD, value=Decimal(31), uncertainty=Decimal(4)
            ),
            f"@session/{session().id}": Judgement(
                verdict=Verdict.NOT_DISTINGUISHABLE,
                level=DUST,
                value=Decimal("9.6"),
                uncertainty=Decimal("1.2"),
            ),
        }
    )
    authorship: dict = field(
        default_factory=lambda: {"wat_02": Authored(AYGUL, "2026-11-22T09:32:08.000Z")}
    )
    traces: dict = field(default_factory=lambda: {f"@session/{session().id}": trace()})
    standards: dict = field(default_factory=dict)
    earlier: dict = field(default_factory=dict)
    device: str = ""
    card: str = ""
    assessed: Assessed = NOTHING

    @staticmethod
    def image(sha256, _pixels):
        """Return a small grey picture; the hash of nines is a broken one."""
        from PIL import Image

        if sha256.startswith("4"):
            return b"\xff\xd8 this is no picture"
        file = io.BytesIO()
        Image.new("RGB", (320, 240), (40 * int(sha256[0]), 120, 130)).save(file, "JPEG")
        return file.getvalue()

    def audit(self):
        """Return the record."""
        return AuditRecord(
            id="0192f0c8-0000-7000-8000-000000000000",
            definition=self.definition,
            definition_sha256="8e41" * 16,
            entries=self.entries,
            last_change_hash="c7f291ab44de03c8" * 4,
            **self.record,
        )

    def pdf(self, **order):
        """Return a sheet; the filled one unless ``order`` says otherwise."""
        return self.built(**order).data

    def built(self, **order):
        """Return a sheet with what is known of its pages."""
        known = Known(
            judgements=self.judgements,
            authorship=self.authorship,
            traces=self.traces,
            standards=self.standards,
            earlier=self.earlier,
            device=self.device,
            card=self.card,
            assess=lambda _record, _state: self.assessed,
        )
        source = Source(
            record=self.audit(), images=self.image, printed_at=self.printed_at, known=known
        )
        return sheet_pdf(Order(languages=self.languages, **order), source)


@pytest.fixture
def paper():
    """Return an audit that can be printed."""
    return Paper()


@pytest.fixture(scope="session")
def unchanged():
    """Return an audit that can be printed and that no test changes."""
    return Paper()
