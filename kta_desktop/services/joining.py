"""Taking one's place in an audit that a colleague began.

Who begins an audit types the names of the others. Their own computers know them by other ids:
sections given to a name would be nobody's there, and their answers an unknown author's here.
"""

from collections.abc import Mapping

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.services import answering, auditing
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace

_TEAM, _ASSIGNED = "@team/", "@assignment/"


def join(ws: Workspace, audit_id: str) -> bool:
    """Become the member of one's own name, with the sections given to it; return whether one did.

    Nothing happens to whom the team knows already, if two bear the name, or if the member of the
    name has worked: that is another person, or another computer of the same.

    Raises:
        KtaError: If it cannot be read or stored.
    """
    entries = auditing.load(ws, audit_id).entries
    edits = joining(entries, ws.profile)
    if not edits:
        return False
    if any(change.author == _id(edits[0].path) for change in answering.log(ws, audit_id)):
        return False
    answering.store(ws, audit_id, edits)
    return True


def introduce(ws: Workspace, audit_id: str) -> bool:
    """Add oneself to the team of an audit one answered in; return whether one was missing there.

    Raises:
        KtaError: If it cannot be read or stored.
    """
    own = fieldpath.record("team", ws.profile.id)
    log = answering.log(ws, audit_id)
    if not any(one.author == ws.profile.id and not one.path.startswith("@") for one in log):
        return False
    record = auditing.load(ws, audit_id)
    if own in record.entries:
        return False
    told: dict[str, JsonValue] = {
        "name": ws.profile.name,
        "role": "auditor",
        "organisation": ws.profile.organisation,
        "qualification": ws.profile.qualification,
        "place": len(record.team) + 1,
    }
    answering.store(ws, audit_id, [Edit(own, told)])
    return True


def joining(entries: Mapping[str, JsonValue], profile: Auditor) -> tuple[Edit, ...]:
    """Return the edits that make the member of the same name oneself, the old id's end first."""
    own = fieldpath.record("team", profile.id)
    members = {p: v for p, v in entries.items() if p.startswith(_TEAM) and isinstance(v, Mapping)}
    named = [path for path, told in members.items() if _same(told.get("name"), profile.name)]
    if own in members or len(named) != 1:
        return ()
    (path,) = named
    about = {"organisation": profile.organisation, "qualification": profile.qualification}
    told = {key: text for key, text in about.items() if text and not members[path].get(key)}
    given = [p for p, to in entries.items() if p.startswith(_ASSIGNED) and to == _id(path)]
    return (
        Edit(path, None),
        Edit(own, {**members[path], **told}),
        *(Edit(each, profile.id) for each in given),
    )


def _id(path: str) -> str:
    return path.removeprefix(_TEAM)


def _same(name: JsonValue, own: str) -> bool:
    plain = own.casefold().replace("ё", "е").split()
    return isinstance(name, str) and name.casefold().replace("ё", "е").split() == plain
