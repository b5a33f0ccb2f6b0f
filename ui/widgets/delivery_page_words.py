"""What the panels of the page of exchange show, in words of the interface language."""

from collections.abc import Sequence

from kta_desktop import formatting
from kta_desktop.domain.audit import Delivery
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import _, language
from kta_desktop.services.assigned import Assigned
from kta_desktop.services.delivering_rows import TO_SEND, DeliveryRow
from kta_desktop.services.exchanging import Desk, pack_key
from kta_desktop.services.returned import Returned
from kta_desktop.services.sticks import Stick, outgoing
from ui.widgets.comments_panel import ReturnedShown
from ui.widgets.comments_words import comment_shown
from ui.widgets.delivery_assigned import OfferShown
from ui.widgets.delivery_channel import channel_words
from ui.widgets.delivery_outgoing import OutgoingShown
from ui.widgets.delivery_words import delivery_shown
from ui.widgets.stick_panel import StickShown

_DONE = (Delivery.RECEIVED, Delivery.ACCEPTED, Delivery.RETURNED)
_KEPT = 5
"""Deliveries that are done and still listed below those that are not."""


def outgoing_shown(desk: Desk, *, is_open: bool) -> OutgoingShown:
    """Return the deliveries as listed; ``is_open``: an audit is open that could be sent."""
    listed = in_order(desk.deliveries)
    waiting = [row for row in desk.deliveries if row.state in TO_SEND]
    return OutgoingShown(
        deliveries=[delivery_shown(row, desk.plants.get(row.audit, "")) for row in listed],
        summary=_summary([row for row in desk.deliveries if row.state not in _DONE]),
        channel=channel_words(desk.channel),
        empty=_empty(desk),
        can_send=is_open or bool(waiting),
        is_paused=desk.channel.paused,
    )


def in_order(rows: Sequence[DeliveryRow]) -> list[DeliveryRow]:
    """Return what is under way first, in its turn, then what arrived, the newest of it only."""
    open_: list[DeliveryRow] = []
    done: list[DeliveryRow] = []
    for row in rows:
        (done if row.state in _DONE and row.error is None else open_).append(row)
    open_.sort(key=_turn)
    return [*open_, *reversed(done[-_KEPT:])]


def _turn(row: DeliveryRow) -> tuple[int, int, str]:
    """Return what the list is sorted by: moving, queued in turn, arrived, stopped."""
    kinds = (row.is_under_way, row.state in TO_SEND and row.error is None, row.error is None)
    return kinds.index(True) if True in kinds else len(kinds), row.place_in_queue, row.key


def _summary(rows: Sequence[DeliveryRow]) -> str:
    if not rows:
        return ""
    total = sum(row.bytes_total for row in rows)
    return f"{len(rows)} · {formatting.size(total, language())}" if total else str(len(rows))


def _empty(desk: Desk) -> str:
    if not desk.remotes:
        return _(
            "Nothing was sent yet, and no place of delivery is named. Ins adds one: a folder, a "
            "network share, an address that the centre gave you. Without a network, a stick does: "
            "Ctrl+U. After the loss of a computer, F4 takes audits back from the centre."
        )
    return _(
        "Nothing was sent yet. «Send» closes a version of the open audit and sends it; changes "
        "after that go with the next version."
    )


def returned_shown(returned: Returned) -> ReturnedShown:
    """Return an audit that came back as it is listed."""
    said, lang = returned.standing, language()
    parts = []
    if said.round:
        parts.append(_("Round {number}").format(number=said.round))
    if said.until:
        day = formatting.date(said.until, lang)
        parts.append(_("answer by {date}").format(date=day))
    waiting = len(returned.waiting)
    return ReturnedShown(
        audit=returned.audit,
        title=f"{returned.number} · {returned.plant}".strip(" ·"),
        summary=f"{returned.number} · {waiting or len(returned.comments)}",
        standing=" · ".join(parts) or formatting.short_name(said.by),
        note=said.note,
        waiting=waiting,
        comments=tuple(comment_shown(one) for one in returned.comments),
    )


def stick_shown(desk: Desk, sticks: Sequence[Stick], audit: str) -> StickShown:
    """Return what the panel of sticks shows; ``audit`` is the number of the open one, or empty."""
    out = outgoing(desk.deliveries)
    stopped = sum(row.error is not None for row in desk.deliveries)
    return StickShown(
        sticks=tuple(sticks),
        count=len(out),
        size=sum(one.size for one in out),
        left_out=stopped,
        audit=audit,
        can_seal=desk.can_seal,
    )


def offers_shown(desk: Desk) -> list[OfferShown]:
    """Return what the centre handed out: audits to begin, checklists to put into use."""
    from kta_desktop.services.packs import name_of

    lang = language()
    audits = [
        OfferShown(
            key=one.id,
            title=f"{one.number} · {one.plant.name}",
            about=_about(one),
            act=_("Begin"),
            icon="play",
        )
        for one in desk.assigned
    ]
    checklists = [
        OfferShown(
            key=pack_key(offer),
            title=_("{name}, version {version}").format(
                name=name_of(offer.pack, lang), version=version_name(offer.version, lang)
            ),
            about=f"{offer.signed_by}, {formatting.date(offer.signed_at, lang)}",
            act=_("Put into use"),
            icon="package-check",
        )
        for offer in desk.offered
    ]
    return audits + checklists


def _about(one: Assigned) -> str:
    lang = language()
    days = [formatting.date(day, lang) for day in (one.starts_on, one.ends_on) if day]
    who = f"{formatting.short_name(one.by)}, {formatting.date(one.at, lang)}"
    return " · ".join(part for part in ("–".join(dict.fromkeys(days)), who, one.note) if part)
