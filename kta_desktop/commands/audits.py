"""``kta audit``: audits of a workspace."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from kta_desktop.commands.output import Json, Lang, WorkspaceFile, opened, output
from kta_desktop.domain.audit import AuditRecord, AuditSummary, NewAudit, Plant
from kta_desktop.domain.identity import check_number
from kta_desktop.i18n import _
from kta_desktop.services import auditing

app = typer.Typer(help="Аудиты.", no_args_is_help=True)


def as_json(row: AuditSummary) -> dict[str, Any]:
    """Return a row of the list."""
    return {
        "id": row.id,
        "number": row.number,
        "plant": row.plant.name,
        "bin": row.plant.bin,
        "pack": row.pack,
        "answered": row.answered,
        "total": row.total,
        "delivery": row.delivery,
        "saved_at": row.saved_at,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "demo": row.demo,
        "conflicts": row.conflicts,
    }


@app.command("list")
def list_(workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru") -> None:
    """Все аудиты рабочей базы."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        rows = [as_json(row) for row in auditing.summaries(ws)]
        out.result(
            rows,
            (
                "{id}  {number}  {plant}  {answered}/{total}  {delivery}".format_map(row)
                for row in rows
            ),
        )


@app.command("show")
def show(
    audit: str,
    overview: Annotated[
        bool, typer.Option("--overview", help="Ещё и обзор: разделы, чего не хватает.")
    ] = False,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Всё, что записано в аудите."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        record = auditing.load(ws, audit)
        data: dict[str, Any] = {
            "id": record.id,
            "number": record.number,
            "definition": {
                "pack": record.definition.pack,
                "version": record.definition.version,
                "sha256": record.definition_sha256,
            },
            "delivery": record.delivery,
            "revision": record.revision,
            "saved_at": record.saved_at,
            "last_change_hash": record.last_change_hash,
            "conflicts": [conflict.path for conflict in record.conflicts],
            "entries": dict(record.entries),
        }
        lines = [f"{path}: {value}" for path, value in sorted(record.entries.items())]
        if overview:
            data["overview"] = glance(record, lang)
            lines += [
                f"{line['severity']}: {line['headline']}" for line in data["overview"]["leaving"]
            ]
        out.result(data, lines)


def glance(record: AuditRecord, lang: str) -> dict[str, Any]:
    """Return what the page «Обзор» shows: counters, sections, groups, what is missing."""
    from dataclasses import asdict

    from kta_desktop.services import filling, judging
    from kta_desktop.services.overview import overview
    from kta_desktop.services.overview_words import said

    state = filling.of_audit(record)
    today = datetime.now(tz=UTC).astimezone().date()
    found = overview(record, state, judging.sessions(record), today)
    return {
        "counters": asdict(found.counters),
        "sections": [{**asdict(line), "title": line.title.get(lang)} for line in found.sections],
        "groups": [
            {
                "id": group.id,
                "title": group.title.get(lang),
                "answered": group.answered,
                "total": group.total,
            }
            for group in found.groups
        ],
        "leaving": [
            {
                "kind": line.kind,
                "severity": line.severity,
                "headline": words.headline,
                "follows": words.follows,
                "places": list(line.places),
            }
            for line in found.leaving
            for words in [said(line, state, lang)]
        ],
    }


@app.command("new")
def new(
    plant: Annotated[str, typer.Option("--plant", help="Название предприятия.")],
    pack: Annotated[str, typer.Option("--pack", help="Отраслевой пакет, например food.")],
    bin_: Annotated[str, typer.Option("--bin", help="БИН, 12 цифр.")] = "",
    address: Annotated[str, typer.Option("--address", help="Адрес объекта.")] = "",
    category: Annotated[str, typer.Option("--category", help="Категория объекта: I–IV.")] = "",
    representative: Annotated[str, typer.Option("--representative", help="Кто подписывает.")] = "",
    number: Annotated[str, typer.Option("--number", help="Номер аудита.")] = "",
    starts: Annotated[str, typer.Option("--starts", help="Первый день, ГГГГ-ММ-ДД.")] = "",
    ends: Annotated[str, typer.Option("--ends", help="Последний день, ГГГГ-ММ-ДД.")] = "",
    year: Annotated[
        int | None, typer.Option("--year", min=1990, max=2100, help="Год данных.")
    ] = None,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Начать аудит."""
    today = datetime.now(tz=UTC).astimezone().date()
    first = _day(starts, "--starts", today)
    last = _day(ends, "--ends", first)
    if not plant.strip():
        raise typer.BadParameter(plant, param_hint="--plant")
    if last < first:
        raise typer.BadParameter(ends, param_hint="--ends")
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        if bin_ and not check_number(bin_).valid:
            out.say(_("The BIN {number} does not pass its check. The audit is started all the "
                      "same; look the number up.").format(number=bin_))  # fmt: skip
        record = auditing.start(
            ws,
            NewAudit(
                number=number or auditing.next_number(ws, first.year),
                plant=Plant(
                    name=plant,
                    bin=check_number(bin_).number,
                    address=address,
                    category=category,
                    representative=representative,
                ),
                pack=pack,
                team=(ws.profile,),
                starts_on=first.isoformat(),
                ends_on=last.isoformat(),
                reference_year=year or first.year - 1,
            ),
        )
        out.result({"id": record.id, "number": record.number}, [f"{record.id}  {record.number}"])


def _day(text: str, option: str, default: date) -> date:
    try:
        return date.fromisoformat(text) if text else default
    except ValueError as error:
        raise typer.BadParameter(text, param_hint=option) from error
