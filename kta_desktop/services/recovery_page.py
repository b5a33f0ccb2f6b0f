"""The recovery key on paper. The program keeps it nowhere: this page is the only copy."""

from datetime import UTC, datetime
from pathlib import Path

from kta_desktop import formatting
from kta_desktop.i18n import N_, _
from kta_desktop.services.printing import save

_TITLE = N_("Recovery key of the KTA workspace")
_HINT = N_("Opens the data when the passphrase is forgotten. Keep it apart from the computer.")
_WHERE = N_("Workspace: {name}. Printed {date}.")


def write_page(out: Path, code: str, holder: str, workspace: str, lang: str) -> Path:
    """Write the page with the key into the file ``out`` and return it.

    Args:
        out: The PDF; its folder exists.
        code: The key, its groups joined by hyphens.
        holder: Who works with the workspace.
        workspace: File name of the workspace.
        lang: ``ru``, ``kk`` or ``en``.

    Raises:
        SheetDiskFullError, SheetReadOnlyError, SheetFolderMissingError, SheetError: If it cannot
            be written.
    """
    from kta_desktop.reports.recovery_page import RecoveryPage, recovery_page_pdf

    day = formatting.date(datetime.now(UTC).astimezone().isoformat(), lang)
    page = RecoveryPage(
        title=_(_TITLE, lang),
        holder=holder,
        hint=_(_HINT, lang),
        where=_(_WHERE, lang).format(name=workspace, date=day),
        groups=code.split("-"),
    )
    save(out, recovery_page_pdf(page, lang))
    return out


def as_text(code: str, holder: str, lang: str) -> str:
    """Return the same as plain text."""
    return f"{_(_TITLE, lang)}\n{holder}\n\n{code}\n\n{_(_HINT, lang)}\n"
