"""``kta packs``: sector packs."""

from pathlib import Path
from typing import Annotated

import typer

from kta_desktop import i18n
from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.i18n import _
from kta_desktop.services import packs as service

app = typer.Typer(help="Отраслевые пакеты.", no_args_is_help=True)


@app.command("list")
def list_(json: Json = False, lang: Lang = "ru") -> None:
    """Какие пакеты есть."""
    with output(as_json=json, lang=lang) as out:
        found = service.available()
        rows = [
            {
                "id": pack.id,
                "version": pack.version,
                "title": pack.title.get(i18n.language()),
                "book_state": pack.book_state,
                "questions": pack.questions,
                "sha256": pack.sha256,
            }
            for pack in found
        ]
        out.result(rows, (f"{row['id']}  {row['version']}  {row['title']}" for row in rows))


@app.command("show")
def show(pack: str, json: Json = False, lang: Lang = "ru") -> None:
    """Показать определение пакета: разделы, вопросы, уровни."""
    with output(as_json=json, lang=lang) as out:
        definition, sha256 = service.compiled(pack)
        data = {"sha256": sha256, "definition": definition.to_json()}
        lines = [f"{definition.title.get(lang)} · {definition.version} · {sha256[:16]}"]
        for section in definition.sections:
            lines.append(f"{section.number}. {section.label.get(lang)}")
            lines += [
                f"  {question.number} {question.label.get(lang)}"
                for question in definition.in_section(section.name)
            ]
        out.result(data, lines)


@app.command("check")
def check(
    path: Annotated[Path, typer.Argument(metavar="PATH")],
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Найти все ошибки папки пакета сразу: лист, строка, столбец, вопрос."""
    with output(as_json=json, lang=lang) as out:
        faults = service.check(path)
        errors = [
            {
                "code": fault.code,
                "message": fault.sentence(lang),
                "where": f"{fault.sheet}:{fault.row}:{fault.column}",
                "sheet": fault.sheet,
                "row": fault.row,
                "column": fault.column,
                "question": fault.question,
                "severity": fault.severity,
            }
            for fault in faults
        ]
        wrong = [error for error in errors if error["severity"] == "error"]
        warnings = [error for error in errors if error["severity"] != "error"]
        for error in errors:
            del error["severity"]
        for warning in warnings:
            out.say(f"{warning['message']} [{warning['code']}]")
        if wrong:
            out.refuse(wrong)
        out.result({"errors": [], "warnings": warnings}, [_("No mistakes found.")])
