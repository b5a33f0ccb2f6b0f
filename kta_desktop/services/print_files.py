"""A file of a sheet examined: the codes on its pages, and its signatures if it is a PDF."""

from dataclasses import dataclass
from pathlib import Path

from kta_desktop.services import codes, prints, signing_sheets
from kta_desktop.services.codes import NoCodeError
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.prints import Print
from kta_desktop.services.register_cards import PREFIX as CARD_PREFIX
from kta_desktop.services.signing_sheets import Signature
from kta_desktop.services.workspace import Workspace

_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a file of a sheet is.

    Attributes:
        prints: One for each code on its pages that says something else; a heap of pages may be of
            several prints.
        signatures: In the order they were made; none of a picture.
    """

    prints: tuple[Print, ...]
    signatures: tuple[Signature, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether it is not as it was signed: then its codes may come from another document."""
        return any(not one.is_good for one in self.signatures)


def examine(
    ws: Workspace,
    path: Path,
    audit_id: str | None = None,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Examined:
    """Return what a PDF, a photograph or a scan of a sheet is.

    Args:
        ws: The workspace.
        path: The file.
        audit_id: Id of the only audit to look at; None = all.
        report: Told after each page the share that is done.
        cancelled: Asked before each page whether to stop; what was found so far is returned.

    Raises:
        AuditNotFoundError: If there is no such audit.
        CodeFileError: If the file cannot be read.
        NoCodeError: If it carries neither a code nor a signature.
        SigningError: If its signatures cannot be read.
    """
    signed = _signatures(path)
    try:
        seen = codes.in_file(path, report=report, cancelled=cancelled)
    except NoCodeError:
        if not signed:
            raise
        seen = ()
    texts = dict.fromkeys(one.text for one in seen if not one.text.startswith(CARD_PREFIX))
    if not texts and not signed:
        raise NoCodeError(path=path.name)
    return Examined(
        prints=tuple(prints.verify(ws, text, audit_id) for text in texts), signatures=signed
    )


def _signatures(path: Path) -> tuple[Signature, ...]:
    return signing_sheets.signatures(path) if codes.read(path).startswith(_PDF) else ()
