"""Keys, assignments and packs of the centre: what is shown of them and what is decided."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kta_desktop.domain.audit import NewAudit
from kta_desktop.i18n import _
from kta_desktop.services import (
    assigning,
    auditing,
    centre_posts,
    packs,
    publishing,
    register,
    remotes,
)
from kta_desktop.services.assigning import Given, Person
from kta_desktop.services.packs import PackInfo
from kta_desktop.services.register import KeyRow, Role
from kta_desktop.services.workspace import Workspace
from ui.tasks import Cancelled, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard:
    """Our own card.

    Attributes:
        text: As the text of a code.
        fingerprint: Of our key.
        document: As signed.
    """

    text: str
    fingerprint: str
    document: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What has to be known to hand an audit out.

    Attributes:
        persons: Holders of accepted keys.
        packs: Checklists.
        number: Proposed for the audit.
    """

    persons: tuple[Person, ...]
    packs: tuple[PackInfo, ...]
    number: str


class RegisterSource:
    """Asks and decides for a workspace that is the centre's, or reads for a lead auditor's."""

    def __init__(self, workspace: Workspace) -> None:
        self._ws = workspace

    def keys(self) -> tuple[KeyRow, ...]:
        """Return the register: keys that wait for a decision first."""
        return register.keys(self._ws)

    def accept(self, fingerprint: str, role: str, former: str) -> None:
        """Accept a key in a role; the key ``former`` of the same person is revoked for it."""
        if former:
            reason = _("Replaced by another key of the same person.")
            register.reissue(self._ws, former, fingerprint, reason)
        register.accept(self._ws, fingerprint, cast("Role", role))

    def revoke(self, fingerprint: str, reason: str) -> None:
        """Revoke a key."""
        register.revoke(self._ws, fingerprint, reason)

    def tell(self, report: Report, cancelled: Cancelled) -> None:
        """Bring what was decided to the places; one out of reach gets it with the next look."""
        if register.is_centre(self._ws):
            centre_posts.post(self._ws, report=report, cancelled=cancelled)

    def bring_card(self, source: Path | str) -> str:
        """Put the holder of a key into the register and return its fingerprint."""
        return register.import_card(self._ws, source).fingerprint

    def own_card(self) -> OwnCard:
        """Return our own card."""
        return OwnCard(
            text=register.card_text(self._ws),
            fingerprint=register.signer(self._ws).fingerprint,
            document=register.my_card(self._ws),
        )

    def given(self) -> tuple[Given, ...]:
        """Return the audits that were handed out, the newest first."""
        return assigning.given(self._ws)

    def handing(self, year: int) -> Handing:
        """Return what has to be known to hand an audit out in a year."""
        return Handing(
            persons=assigning.persons(self._ws),
            packs=packs.available(),
            number=auditing.next_number(self._ws, year),
        )

    def assign(self, new: NewAudit, note: str, report: Report, cancelled: Cancelled) -> int:
        """Hand an audit out; return how many places are out of reach and get it later."""
        done = assigning.assign(self._ws, new, note, report=report, cancelled=cancelled)
        return len(done.posted.missed)

    def packs(self) -> tuple[PackInfo, ...]:
        """Return the packs that can be published."""
        return packs.available()

    def places(self) -> tuple[str, ...]:
        """Return the names of the places."""
        return tuple(one.name for one in remotes.listed(self._ws))

    def publish(self, pack: str, place: str, report: Report, cancelled: Cancelled) -> str:
        """Publish a pack at a place, or at all; return what came of it, in a sentence."""
        done = publishing.publish_pack(
            self._ws, pack, place or None, report=report, cancelled=cancelled
        )
        if done.missed:
            text = _("Published at {count} places. Out of reach: {why}")
            return text.format(count=len(done.written), why=done.missed[0]["message"])
        if not done.written:
            return _("It lies at every place already, unchanged.")
        return _("Published: {places}.").format(places=", ".join(done.written))
