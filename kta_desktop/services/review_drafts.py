"""A review that is being written: kept at every step, so that a crash loses none of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity

KEY = "review_draft/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment that is being written.

    Attributes:
        id: UUIDv7; it is published under it.
        path: What it is about, see ``domain.fieldpath``; empty for the audit as a whole.
        text: As typed.
    """

    id: str
    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A review that is being written.

    Attributes:
        remarks: New comments.
        resolved: Ids of earlier comments that the version answers.
        reopened: Ids of earlier comments that it does not answer.
        until: ISO date by which an answer is asked for; empty for none.
        note: To the auditor, about the whole.
    """

    remarks: tuple[Remark, ...] = ()
    resolved: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    until: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return self == Draft()

    @property
    def written(self) -> tuple[Remark, ...]:
        """Return the comments that say something."""
        return tuple(one for one in self.remarks if one.text.strip())


def draft(ws: Workspace, audit: str) -> Draft:
    """Return the review of an audit that was begun; an empty one if none was.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    with ws.store.connect() as connection:
        text = identity.get_meta(connection, f"{KEY}{audit}")
    return Draft() if text is None else _read(json.loads(text))


def set_draft(ws: Workspace, audit: str, written: Draft) -> None:
    """Keep the review of an audit as far as it is written; an empty one is forgotten.

    Raises:
        KtaError: If it cannot be stored.
    """
    with ws.store.begin() as connection:
        if written.is_empty:
            identity.drop_meta(connection, f"{KEY}{audit}")
        else:
            text = canonical_json(asdict(written)).decode()
            identity.set_meta(connection, f"{KEY}{audit}", text)


def drafted(ws: Workspace) -> frozenset[str]:
    """Return the ids of the audits of which a review was begun."""
    with ws.store.connect() as connection:
        return frozenset(identity.meta_under(connection, KEY))


def _read(stored: Mapping[str, object]) -> Draft:
    kept = Draft(until=str(stored["until"]), note=str(stored["note"]))
    remarks, resolved, reopened = (
        found if isinstance(found, list) else []
        for found in (stored["remarks"], stored["resolved"], stored["reopened"])
    )
    return replace(
        kept,
        remarks=tuple(Remark(**one) for one in remarks),
        resolved=tuple(map(str, resolved)),
        reopened=tuple(map(str, reopened)),
    )
