"""``kta sheet --verify``: of which state of which audit a print is, and who signed the file."""

from pathlib import Path
from typing import Any

import typer

from kta_desktop.commands import signing
from kta_desktop.commands.output import Output
from kta_desktop.i18n import language
from kta_desktop.services import print_files, prints, prints_words, signing_words
from kta_desktop.services.print_files import Examined
from kta_desktop.services.prints import Match, Print
from kta_desktop.services.workspace import Workspace


def verify(voice: Output, ws: Workspace, code: str, audit: str | None) -> None:
    """Say what a print is of; leave with exit code 1 unless everything on it is as it is now.

    Args:
        voice: Where it is said.
        ws: The workspace.
        code: Letters, text of a QR code, or the path of a PDF or picture of the sheet.
        audit: Id of the only audit to look at; None = all.

    Raises:
        AuditNotFoundError: If there is no such audit.
        CodeFileError, NoCodeError: If it is a file without a code.
    """
    file = _file(code)
    if file is None:
        examined = Examined(prints=(prints.verify(ws, code, audit),))
    else:
        examined = print_files.examine(ws, file, audit, report=voice.progress)
    found, signed = examined.prints, examined.signatures
    lang = language()
    errors = [
        {"code": _fault(one), "message": prints_words.verdict(one, lang), "where": one.code}
        for one in found
        if not one.is_as_printed
    ]
    errors += [
        {"code": "signature-broken", "message": signing_words.verdict(one, lang), "where": code}
        for one in signed
        if not one.is_good
    ]
    lines = [line for one in found for line in _lines(one, lang)]
    if examined.is_changed:
        lines.append(prints_words.of_changed(lang))
    lines += [line for one in signed for line in signing.lines(one, lang)]
    data: dict[str, Any] = {"prints": [_data(one, lang) for one in found]}
    if file is not None:
        data["signatures"] = [signing.data(one, lang) for one in signed]
    voice.result(data | ({"errors": errors} if errors else {}), lines)
    if errors:
        raise typer.Exit(1)


def _file(code: str) -> Path | None:
    """Return the file of that name; None if there is none."""
    path = Path(code)
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):  # too long for a name
        return None


def _fault(found: Print) -> str:
    if not found.is_readable:
        return "print-no-code"
    if found.matches:
        return f"print-{found.matches[0].standing}"
    return "print-blank" if found.is_blank else "print-unknown"


def _lines(found: Print, lang: str) -> list[str]:
    lines = [f"{found.code}: {prints_words.verdict(found, lang)} [{_code(found)}]"]
    for match in found.matches:
        lines.append(f"  {prints_words.of_whom(match)}  {match.audit}")
        lines += [f"    {fact}" for fact in prints_words.facts(match, lang)]
    return lines


def _code(found: Print) -> str:
    return str(found.matches[0].standing) if found.is_as_printed else _fault(found)


def _data(found: Print, lang: str) -> dict[str, Any]:
    return {
        "code": found.code,
        "as_printed": found.is_as_printed,
        "number": found.number,
        "message": prints_words.verdict(found, lang),
        "matches": [_match(match, lang) for match in found.matches],
    }


def _match(match: Match, lang: str) -> dict[str, Any]:
    names = ("audit", "number", "plant", "standing", "at", "revision", "since", "unsure")
    return {name: getattr(match, name) for name in names} | {
        "sections": list(match.sections),
        "records": list(match.records),
        "question": match.question,
        "facts": list(prints_words.facts(match, lang)),
    }
