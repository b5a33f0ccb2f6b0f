"""Logger files made a session: held against the levels of what they tell, by the levels' rules."""

from collections.abc import Sequence
from dataclasses import replace

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.gas import Given
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Channel, Quantity, Session
from kta_desktop.formatting import datetime_
from kta_desktop.measurement.loggers import understand
from kta_desktop.measurement.loggers.errors import LoggerNoReadingsError
from kta_desktop.services import auditing, judging, logger_profiles, session_plan
from kta_desktop.services.logger_files import Imported, Preview, import_files, preview
from kta_desktop.services.logger_looking import ImportRequest
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.workspace import Workspace

_PREVIEW_SHARE = 0.4  # of an import goes by until the files were gone through once more


def joinable(record: AuditRecord, lang: str) -> tuple[tuple[str, str], ...]:
    """Return id and words of the sessions that further readings may join, the newest first."""
    ended = [each for each in judging.sessions(record) if each.ended_at is not None]
    return tuple(
        (each.id, f"{datetime_(each.started_at, lang, seconds=False)}, {each.source}")
        for each in reversed(ended)
    )


def source_names(record: AuditRecord) -> tuple[str, ...]:
    """Return the emission sources of the checklist; not for the thread of the window."""
    return tuple(each.name for each in session_plan.choices(record).sources)


def take(
    ws: Workspace,
    audit_id: str,
    request: ImportRequest,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Imported:
    """Import logger files as a person wants them.

    Raises:
        LoggerError: If a file cannot be read; nothing was imported then.
        KtaError: If it cannot be written.
    """
    paths = [path for path, _wishes in request.files]
    wishes = dict(request.files)
    found = preview(
        paths, wishes, lambda share, text: report(share * _PREVIEW_SHARE, text), cancelled
    )
    for file in found.files:
        if file.refusal is not None:
            raise file.refusal
    found = _dried(found, is_dry=request.is_dry)
    target: Session | str = request.session or _session(auditing.load(ws, audit_id), request, found)
    rest = 1 - _PREVIEW_SHARE
    imported = import_files(
        ws,
        audit_id,
        found,
        target,
        lambda share, text: report(_PREVIEW_SHARE + share * rest, text),
        cancelled,
    )
    if request.remember:
        first, wished = request.files[0]
        logger_profiles.save(request.remember, understand(first).signature, wished)
    return imported


def _dried(found: Preview, *, is_dry: bool) -> Preview:
    """Return the preview with channels of substances that say whether their gas was dried."""
    groups = tuple(
        replace(
            group,
            channels=tuple(
                replace(each, channel=replace(each.channel, is_dry=is_dry))
                if each.channel.substance
                else each
                for each in group.channels
            ),
        )
        for group in found.groups
    )
    return replace(found, groups=groups)


def _session(record: AuditRecord, request: ImportRequest, found: Preview) -> Session:
    """Return a new session that judges what the files tell."""
    offered = session_plan.choices(record)
    channels = [each.channel for group in found.groups for each in group.channels if each.is_wanted]
    if not channels:
        raise LoggerNoReadingsError(path=request.files[0][0])
    source = offered.source(request.source)
    quantities = _quantities(channels, offered, source)
    first, *others = quantities
    return Session(
        id=new_id(),
        source=request.source,
        point=request.point,
        parameter=first.parameter,
        channel=first.channel,
        level=first.level,
        basis=first.basis,
        averaging=first.averaging,
        sample_minutes=first.minutes,
        sample_count=first.count,
        limit=first.limit,
        limit_g_s=first.limit_g_s,
        others=tuple(others),
        started_at="",  # the first reading says it
        place="" if source is None else source.address,
        diameter_m=None if source is None else source.diameter_m,
        given={name: Given(value=value) for name, value in request.given.items()},
        recorded="file",
    )


def _quantities(
    channels: Sequence[Channel],
    offered: session_plan.Choices,
    source: session_plan.EmissionSource | None,
) -> list[Quantity]:
    """Return every substance that has a level or a limit; the first one in any case."""
    judged: list[Quantity] = []
    for channel in channels:
        if channel.substance is None:
            continue
        levels = session_plan.fitting(offered.levels, channel)
        limit = None if source is None else source.limit(channel.substance)
        if levels or (limit is not None and (limit.mg_m3 or limit.g_s)):
            level = levels[0] if levels else None
            judged.append(session_plan.quantity(channel, level, limit))
    if judged:
        return judged
    plain = next((each for each in channels if each.substance), channels[0])
    return [session_plan.quantity(plain, None)]
