"""``kta log``: what logger files hold, and their readings into a session."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kta_desktop.commands.output import Json, Lang, Output, WorkspaceFile, opened, output
from kta_desktop.i18n import _
from kta_desktop.measurement.loggers.model import Account, Column, Understanding, Wishes
from kta_desktop.measurement.loggers.words import QUESTIONS, REASONS
from kta_desktop.services import logger_files, logger_profiles
from kta_desktop.services.logger_files import FilePreview, Preview

app = typer.Typer(help="Файлы регистраторов.", no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, TXT или XLSX.")]
ProfileName = Annotated[
    str | None, typer.Option("--profile", help="Сохранённый способ чтения, по имени.")
]
_TOLD = 20  # rejected lines for people; scripts get all that are kept


def as_json(file: FilePreview) -> dict[str, Any]:
    """Return what was understood of a file, and what reading gave; or why it is refused."""
    data: dict[str, Any] = {"path": str(file.path), "sha256": file.sha256}
    if file.understanding is not None:
        data |= _shape(file.understanding) | {"profile": file.profile or None}
    if file.understanding is not None and file.account is not None:
        data |= _found(file.understanding, file.account)
    if file.refusal is not None:
        data["errors"] = [file.refusal.as_json()]
    return data


def _shape(understood: Understanding) -> dict[str, Any]:
    time = understood.time
    return {
        "kind": understood.kind,
        "encoding": understood.encoding or None,
        "delimiter": understood.delimiter or None,
        "decimal": understood.numbers.decimal,
        "thousands": understood.numbers.thousands or None,
        "sheet": understood.sheet or None,
        "header_row": understood.header_lines[-1] if understood.header_lines else None,
        "header_rows": list(understood.header_lines),
        "first_row": understood.first_line,
        "time_column": " ".join(understood.columns[at].name for at in time.columns) or None,
        "time": {
            "kind": time.role,
            "columns": list(time.columns),
            "order": time.order,
            "zone": time.zone,
            "zone_from": time.zone_said_by,
            "start": time.start or None,
        },
        "facts": dict(reversed(understood.facts)),
        "questions": [
            {"code": question.code, "options": list(question.options), "chosen": question.chosen}
            for question in understood.questions
        ],
        "signature": understood.signature,
    }


def _found(understood: Understanding, account: Account) -> dict[str, Any]:
    kinds = ("lines", "preamble", "header", "blank", "footer", "read", "backward")
    return {
        "columns": [_column(column, account) for column in understood.values],
        "rows": account.read,
        "account": {name: getattr(account, name) for name in kinds}
        | {"rejected": account.rejected},
        "rejected": [
            {"line": one.line, "reason": one.reason, "text": one.text} for one in account.rejections
        ],
        "first": _iso(account.first),
        "last": _iso(account.last),
    }


def _column(column: Column, account: Account) -> dict[str, Any]:
    count = account.columns[column.index]
    return {
        "index": column.index,
        "name": column.name,
        "unit": column.unit or column.raw_unit or None,
        "raw_unit": column.raw_unit or None,
        "meaning": column.meaning,
        "count": count.count,
        "good": count.good,
        "missing": count.missing,
        "unread": count.unread,
        "min": count.lowest,
        "max": count.highest,
    }


def _iso(seconds: float | None) -> str | None:
    from kta_desktop.measurement.evaluation import iso_of

    return None if seconds is None else iso_of(seconds)


@app.command("preview")
def preview(
    files: Files, profile: ProfileName = None, json: Json = False, lang: Lang = "ru"
) -> None:
    """Что понято в файлах: кодировка, разделитель, столбцы, строки и почему отклонены."""
    with output(as_json=json, lang=lang) as out:
        found = logger_files.preview(files, _wishes(profile), out.progress)
        data = [as_json(file) for file in found.files]
        lines = [line for file in found.files for line in _lines(file)]
        out.result(data[0] if len(data) == 1 else data, lines)
        if any(file.refusal is not None for file in found.files):
            raise typer.Exit(1)


def _wishes(profile: str | None) -> Wishes | None:
    if profile is None:
        return None
    known = logger_profiles.named(profile)
    if known is None:
        raise typer.BadParameter(profile, param_hint="--profile")
    return known.wishes


def _lines(file: FilePreview) -> Iterator[str]:
    """Yield what is told to a person of a file."""
    yield str(file.path)
    if file.refusal is not None:
        yield f"  {file.refusal.sentence()} [{file.refusal.code}]"
    if file.understanding is None or file.account is None:
        return
    yield from _told(_shape(file.understanding), file.understanding)
    for column in file.understanding.values:
        item = _column(column, file.account)
        yield "  {name}, {unit}: {good}/{count}, {min} … {max} {meaning}".format(
            **item | {"unit": item["unit"] or "—", "meaning": item["meaning"] or ""}
        ).rstrip()
    yield from _account_lines(file.account)


def _told(shape: Mapping[str, Any], understood: Understanding) -> Iterator[str]:
    names = ("encoding", "delimiter", "decimal", "sheet", "header_row", "time_column")
    parts = (f"{name} {shape[name]!r}" for name in names if shape[name] is not None)
    yield f"  {', '.join(parts)}, {understood.time.zone}"
    for question in understood.questions:
        yield f"  ? {_(QUESTIONS[question.code])} {question.chosen}".rstrip()


def _account_lines(account: Account) -> Iterator[str]:
    yield _("  lines {lines}: read {read}, rejected {rejected}, others {others}").format(
        lines=account.lines,
        read=account.read,
        rejected=account.rejected,
        others=account.lines - account.read - account.rejected,
    )
    yield f"  {_iso(account.first)} … {_iso(account.last)}"
    for one in account.rejections[:_TOLD]:
        yield f"  {one.line}: {_(REASONS[one.reason])}: {one.text}"


@app.command("import")
def import_(
    files: Files,
    session: Annotated[str, typer.Option("--session", help="Завершённый сеанс, его id.")],
    workspace: WorkspaceFile = None,
    profile: ProfileName = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Загрузить показания в завершённый сеанс и пересчитать его пробы."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        found = logger_files.preview(files, _wishes(profile), out.progress)
        _demand_all(out, found)
        audit = logger_files.audit_of(ws, session)
        done = logger_files.import_files(ws, audit, found, session, out.progress)
        data = {
            "audit": audit,
            "session": done.session.id,
            "files": list(done.files),
            "readings": dict(done.readings),
            "repeated": done.repeated,
            "samples": sum(len(quantity.samples) for quantity in done.session.quantities),
        }
        out.result(data, [f"{name}: {count}" for name, count in done.readings.items()])


def _demand_all(out: Output, found: Preview) -> None:
    refusals = [file.refusal for file in found.files if file.refusal is not None]
    if refusals:
        out.refuse(refusal.as_json() for refusal in refusals)
