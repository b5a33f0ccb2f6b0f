"""``kta review``, ``kta assign``: what the centre says of versions, and audits handed out."""

from dataclasses import asdict
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, Lang, Output, WorkspaceFile, opened, output
from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.i18n import _
from kta_desktop.services import review_desk
from kta_desktop.services.workspace import Workspace

app = typer.Typer(help="Рассмотрение принятых версий.", no_args_is_help=True)
assignments = typer.Typer(help="Поручения аудиторам.", no_args_is_help=True)
Audit = Annotated[str, typer.Argument(metavar="ID", help="Идентификатор или номер аудита.")]
Note = Annotated[str, typer.Option("--note", help="Сообщение аудитору обо всём аудите.")]
Ids = Annotated[list[str] | None, typer.Option("--resolve", help="Замечание снято.")]
Reopened = Annotated[list[str] | None, typer.Option("--reopen", help="Замечание открыть снова.")]


@app.command("list")
def list_(workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru") -> None:
    """Какие версии ждут рассмотрения."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        rows = review_desk.waiting(ws)
        lines = (f"{row.number}  {row.revision}  {row.plant}  {row.by}" for row in rows)
        out.result([asdict(row) for row in rows], lines)


@app.command("show")
def show(
    audit: Audit, workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru"
) -> None:
    """Замечания к аудиту и что с каждым стало."""
    from kta_desktop.services import comments

    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        found = comments.comments(ws, _audit(ws, audit))
        lines = (f"{one.id}  {one.state}  {one.path or '—'}  {one.text}" for one in found)
        out.result([asdict(one) for one in found], lines)


@app.command("compare")
def compare(
    audit: Audit,
    before: Annotated[int, typer.Option("--from", help="Прежняя версия.")],
    after: Annotated[
        int | None, typer.Option("--to", help="Новая версия; иначе — как сейчас.")
    ] = None,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Чем отличаются две версии аудита."""
    from kta_desktop.services import revisions

    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        rows = revisions.compare(ws, _audit(ws, audit), before, after, lang=lang)
        lines = (f"{row.title}: {row.before or '—'} → {row.after or '—'}" for row in rows)
        out.result([asdict(row) for row in rows], lines)


@app.command("accept")
def accept(
    audit: Audit,
    note: Note = "",
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принять последнюю поступившую версию."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        said = review_desk.Draft(note=note)
        _tell(out, review_desk.publish(ws, _audit(ws, audit), "accepted", said))


@app.command("return")
def return_(
    audit: Audit,
    comment: Annotated[
        list[str] | None,
        typer.Option("--comment", help="ПУТЬ=ТЕКСТ; =ТЕКСТ — ко всему аудиту."),
    ] = None,
    resolve: Ids = None,
    reopen: Reopened = None,
    until: Annotated[str, typer.Option("--until", help="Ответить до, ГГГГ-ММ-ДД.")] = "",
    note: Note = "",
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Вернуть последнюю поступившую версию с замечаниями."""
    remarks = [_remark(text) for text in comment or ()]
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        said = review_desk.Draft(
            remarks=tuple(remarks),
            resolved=tuple(resolve or ()),
            reopened=tuple(reopen or ()),
            until=until,
            note=note,
        )
        _tell(out, review_desk.publish(ws, _audit(ws, audit), "returned", said))


def _remark(text: str) -> review_desk.Remark:
    path, sign, words = text.partition("=")
    if not sign:
        raise typer.BadParameter(text, param_hint="--comment")
    return review_desk.Remark(id=new_id(), path=path.strip(), text=words)


def _audit(ws: Workspace, name: str) -> str:
    """Return the id of an audit that is named by its id or its number."""
    from kta_desktop.services import auditing

    return next((row.id for row in auditing.summaries(ws) if name in (row.id, row.number)), name)


def _tell(out: Output, done: review_desk.Published) -> None:
    """Print a review; a place that was not reached is told and gets it at the next intake."""
    for error in done.missed:
        out.say(f"{error['message']} [{error['code']}]")
    data = {"review": done.review.model_dump(), "reached": done.reached, "missed": done.missed}
    line = _("Audit {audit}, version {revision}: {verdict}")
    verdict = _("version accepted") if done.review.verdict == "accepted" else _("version returned")
    about = {"audit": done.review.audit, "revision": done.review.revision, "verdict": verdict}
    out.result(data, [line.format_map(about)])


@assignments.command("new")
def assign(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Номер аудита.")],
    to: Annotated[str, typer.Option("--to", help="Ключ аудитора или начало его отпечатка.")],
    plant: Annotated[str, typer.Option("--plant", help="Название предприятия.")],
    pack: Annotated[str, typer.Option("--pack", help="Отраслевой пакет.")],
    year: Annotated[int, typer.Option("--year", help="Отчётный год.")],
    bin_: Annotated[str, typer.Option("--bin", help="БИН предприятия.")] = "",
    address: Annotated[str, typer.Option("--address", help="Адрес объекта.")] = "",
    begin: Annotated[str, typer.Option("--from", help="Первый день, ГГГГ-ММ-ДД.")] = "",
    end: Annotated[str, typer.Option("--till", help="Последний день, ГГГГ-ММ-ДД.")] = "",
    note: Note = "",
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Поручить аудит."""
    from kta_desktop.services import assigning, register

    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        known = register.key(ws, to).fingerprint
        team = tuple(one.auditor for one in assigning.persons(ws) if known in one.fingerprints)
        new = NewAudit(
            number=number,
            plant=Plant(name=plant, bin=bin_, address=address),
            pack=pack,
            team=team,
            starts_on=begin,
            ends_on=end,
            reference_year=year,
        )
        done = assigning.assign(ws, new, note)
        for error in done.posted.missed:
            out.say(f"{error['message']} [{error['code']}]")
        out.result(done.assignment.model_dump(), [done.assignment.id])


@assignments.command("list")
def given(workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru") -> None:
    """Какие аудиты поручены."""
    from kta_desktop.services import assigning

    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        rows = assigning.given(ws)
        lines = (f"{row.number}  {row.plant}  {row.name}" for row in rows)
        out.result([asdict(row) for row in rows], lines)
