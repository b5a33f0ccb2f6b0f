"""Our own key: in which work it stands, its card, and who signs for the centre.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

from typing import TYPE_CHECKING, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kta_desktop.exchange.signing import Signer
from kta_desktop.services import register_cards
from kta_desktop.services.centre_errors import NotCentreError
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from kta_desktop.exchange.documents import Card

Role = Literal["auditor", "lead", "centre"]
_WORKS_AS, _CENTRE_KEY, _CARD = "works_as", "centre_key", "card"


def is_centre(ws: Workspace) -> bool:
    """Whether the workspace works as the centre: it takes in, signs receipts, decides about keys.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    with ws.store.connect() as connection:
        return identity.get_meta(connection, _WORKS_AS) == "centre"


def set_centre(ws: Workspace, centre: bool) -> None:  # noqa: FBT001 - the value is the whole point
    """Let the workspace work as the centre, or no longer.

    The key it has then stays the centre's, also in a restored copy: laptops know the centre by it.

    Raises:
        KtaError: If it cannot be stored.
    """
    with ws.store.begin() as connection:
        identity.set_meta(connection, _WORKS_AS, "centre" if centre else "auditor")
        if centre and identity.get_meta(connection, _CENTRE_KEY) is None:
            identity.set_meta(connection, _CENTRE_KEY, ws.device)


def level(ws: Workspace) -> Literal["centre", "lead"] | None:
    """Return at which level the workspace reviews; None if it does not.

    A lead auditor's does from when the centre has said so of its key.
    """
    if is_centre(ws):
        return "centre"
    from kta_desktop.services import trust

    said = trust.own_state(ws)
    is_lead = said is not None and (said["role"], said["state"]) == ("lead", "active")
    return "lead" if is_lead else None


def demand_level(ws: Workspace) -> Literal["centre", "lead"]:
    """Return at which level the workspace reviews.

    Raises:
        NotCentreError: If it is an auditor's own.
    """
    found = level(ws)
    if found is None:
        raise NotCentreError
    return found


def signer(ws: Workspace) -> Signer:
    """Return who signs receipts, reviews, keys and assignments: at the centre, the centre's key."""
    with ws.store.connect() as connection:
        chosen = identity.get_meta(connection, _CENTRE_KEY)
        known = identity.device(connection, chosen) if chosen and chosen != ws.device else None
    if not is_centre(ws) or known is None or known.private_key is None:
        return Signer(ws.public_key, ws.sign)
    private = Ed25519PrivateKey.from_private_bytes(known.private_key)
    return Signer(known.public_key, private.sign)


def my_card(ws: Workspace) -> bytes:
    """Return the signed card of our own key; the same one until profile or role change.

    Raises:
        KtaError: If it cannot be stored.
    """
    from kta_desktop.exchange.documents import Card, read, written

    card, who = _own_card(ws), signer(ws)
    with ws.store.connect() as connection:
        kept = identity.get_meta(connection, _CARD)
    if kept is not None:
        said = read(Card, kept.encode(), _CARD)
        if said.key == who.public_key and said.payload == _at(card, said.payload.at):
            return said.document
    document = written(card, who)
    with ws.store.begin() as connection:
        identity.set_meta(connection, _CARD, document.decode())
    return document


def _at(card: "Card", at: str) -> "Card":
    """Return a card as it would have been written at another time."""
    return card.model_copy(update={"at": at})


def card_text(ws: Workspace) -> str:
    """Return our own card as the text of a QR code of at most version 25.

    Long lines of the profile are shortened for it; such a card is signed as it is shown.
    """
    from kta_desktop.exchange.documents import Card, read, written

    document = my_card(ws)
    card = read(Card, document, _CARD).payload
    for most in (500, 120, 60, 30):
        cut = {key: getattr(card, key)[:most] for key in ("organisation", "qualification")}
        short = card.model_copy(update={**cut, "name": card.name[: max(most, 60)]})
        text = register_cards.as_text(written(short, signer(ws)))
        if len(text) <= register_cards.LARGEST_TEXT:
            break
    return text


def _own_card(ws: Workspace) -> "Card":
    from kta_desktop.exchange.documents import Card
    from kta_desktop.services import sealing

    role: Role = "centre" if is_centre(ws) else "lead" if ws.profile.role == "lead" else "auditor"
    return Card(
        auditor=ws.profile.id,
        name=ws.profile.name[:500],
        organisation=ws.profile.organisation[:500],
        qualification=ws.profile.qualification[:500],
        role=role,
        recipient=sealing.recipient(ws),
        at=now(),
    )
