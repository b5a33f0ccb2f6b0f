"""``kta bundle``: signing versions with keys of persons, and encrypting bundles."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from kta_desktop.commands.output import Json, Lang, WorkspaceFile, opened, output
from kta_desktop.commands.signing import opened_key
from kta_desktop.i18n import _
from kta_desktop.services import packing, register, sealing, signing_bundles, signing_bundles_words
from kta_desktop.services.signing_bundles import BundleSignature, Role

Audit = Annotated[str, typer.Argument(metavar="ID")]
As = Annotated[Role, typer.Option("--role", help="Роль подписавшего: auditor, plant, other.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module to those of ``kta bundle``."""
    app.command("sign")(sign)
    app.command("signatures")(signatures)
    app.command("export-manifest")(export_manifest)
    app.command("import-signature")(import_signature)
    app.command("seal")(seal)
    app.command("unseal")(unseal)


def sign(
    audit: Audit,
    key: Annotated[
        Path, typer.Option("--key", help="Ключ PKCS#12; пароль — в переменной KTA_KEY_PASSPHRASE.")
    ],
    role: As = Role.AUDITOR,
    despite_term: Annotated[
        bool,
        typer.Option(
            "--despite-term", help="Подписать и ключом, срок которого истёк или не начался."
        ),
    ] = False,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Подписать аудит ключом человека; при необходимости закрывается новая версия."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        held = opened_key(key, signing_bundles.key_for_signing)
        made = signing_bundles.sign(ws, audit, held, role, despite_term=despite_term)
        out.result(data(made, lang), lines([made], lang))


def signatures(
    audit: Audit, workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru"
) -> None:
    """Показать подписи последней версии аудита."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        known = signing_bundles.standing(ws, audit)
        found = {
            "audit": known.audit,
            "revision": known.revision,
            "sent": known.is_sent,
            "changed": known.is_changed,
            "signatures": [data(one, lang) for one in known.signatures],
        }
        said = signing_bundles_words.standing(known, lang)
        out.result(found, [said, *lines(known.signatures, lang)])


def export_manifest(
    audit: Audit,
    out: Annotated[Path, typer.Option("--out", help="Файл, который подпишет другая программа.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Записать список, который подписывают в другой программе, например в NCALayer."""
    with output(as_json=json, lang=lang) as voice, opened(workspace) as ws:
        version = signing_bundles.export_manifest(ws, audit, out)
        found = {"path": out, "revision": version.revision, "sha256": version.sha256}
        voice.result(
            found,
            [_("{path}: revision {revision}, {sha256}").format_map(found)],
        )


def import_signature(
    audit: Audit,
    file: Annotated[Path, typer.Argument(metavar="FILE.p7s")],
    role: As = Role.OTHER,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принять подпись, сделанную в другой программе над сохранённым списком."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        made = signing_bundles.import_file(ws, audit, file, role)
        out.result(data(made, lang), lines([made], lang))


def seal(
    file: Annotated[Path, typer.Argument(metavar="FILE.kta")],
    out: Annotated[Path, typer.Option("--out", help="Зашифрованный файл, .kta.age.")],
    to: Annotated[
        list[str] | None, typer.Option("--to", help="Открытый ключ получателя, age1…")
    ] = None,
    remote: Annotated[
        str | None,
        typer.Option("--remote", help="Центр этого места доставки: ключ из его карточки."),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Удалить исходный пакет после проверки.")
    ] = False,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Зашифровать пакет получателям и себе; файл проверяется обратным чтением."""
    if not to and remote is None:
        raise typer.BadParameter("--to, --remote", param_hint="--to")
    with output(as_json=json, lang=lang) as voice, opened(workspace) as ws:
        keys = (*(to or ()), *(register.recipients_for(ws, remote) if remote else ()))
        info = sealing.seal(ws, file, keys, out, remove=remove, report=voice.progress)
        voice.result(asdict(info), [f"{info.path}", *(f"  {key}" for key in info.recipients)])


def unseal(
    file: Annotated[Path, typer.Argument(metavar="FILE.kta.age")],
    out: Annotated[Path, typer.Option("--out", help="Файл пакета, .kta.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Расшифровать пакет ключом этой рабочей базы."""
    with output(as_json=json, lang=lang) as voice, opened(workspace) as ws:
        sha256 = sealing.unseal(ws, file, out, report=voice.progress)
        voice.result({"path": out, "sha256": sha256}, [f"{out}"])


def in_bundle(report: packing.VerifyReport) -> tuple[BundleSignature, ...]:
    """Return the signatures of a bundle that passed every check."""
    found = () if report.verified is None else report.verified.signatures
    return tuple(signing_bundles.of_bundle(one) for one in found)


def data(signature: BundleSignature, lang: str) -> dict[str, Any]:
    """Return a signature as commands print it."""
    holder = {} if signature.holder is None else asdict(signature.holder)
    return {
        "n": signature.n,
        "state": signature.state,
        "role": signature.role,
        "at": signature.at,
        "term": signature.term,
        "algorithm": signature.algorithm,
        "fingerprint": signature.fingerprint,
        **holder,
        "message": signing_bundles_words.verdict(signature, lang),
    }


def lines(found: Iterable[BundleSignature], lang: str) -> list[str]:
    """Return signatures for people, the verdict of each first."""
    return [
        line
        for one in found
        for line in (
            f"{one.n}. {signing_bundles_words.verdict(one, lang)}",
            *(f"   {fact}" for fact in signing_bundles_words.facts(one, lang)),
        )
    ]
