"""Deliveries in words: each state has its own sentence, and green starts with the receipt."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kta_desktop.domain.audit import Delivery
from kta_desktop.errors import retold
from kta_desktop.formatting import datetime_, duration, percent, size, time_
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.channel import Waiting
from kta_desktop.services.delivering_rows import DeliveryRow, ReceiptRow
from ui.widgets.delivery_list import DeliveryShown
from ui.widgets.delivery_receipts import ReceiptShown

_ENDS = 4
"""Characters of a fingerprint that are shown of each end."""


class Look(NamedTuple):
    """How a state is shown: word, picture, tone of the chip, token of the bar, and its meaning."""

    word: str
    icon: str
    tone: str
    bar: str
    sentence: str


# fmt: off
STATES: Mapping[Delivery, Look] = {
    Delivery.DRAFT: Look(
        N_("Draft"), "pencil", "neutral", "na",
        N_("Work goes on. Nothing was prepared for sending."),
    ),
    Delivery.READY: Look(
        N_("Ready to send"), "file-check", "plain", "na",
        N_("The version is closed. Sign it to send it."),
    ),
    Delivery.SIGNED: Look(
        N_("Signed"), "shield-check", "plain", "na",
        N_("The version is signed on this computer. Choose where to send it."),
    ),
    Delivery.QUEUED: Look(
        N_("Queued"), "clock", "neutral", "na",
        N_("Waits for its turn. Sending starts by itself when the place is within reach."),
    ),
    Delivery.SENDING: Look(
        N_("Being sent"), "upload", "info", "ac",
        N_("You can go on working. After a cut, sending continues where it stopped."),
    ),
    Delivery.DELIVERED: Look(
        N_("Delivered, waiting for the receipt"), "hourglass", "info", "ac",
        N_("Every file is there and was read back. The centre has not confirmed it yet."),
    ),
    Delivery.RECEIVED: Look(
        N_("Received by the centre"), "circle-check", "ok", "ok",
        N_("The centre confirmed every file. Its signature was checked."),
    ),
    Delivery.ACCEPTED: Look(
        N_("Accepted"), "circle-check", "ok", "ok",
        N_("The centre accepted this version."),
    ),
    Delivery.RETURNED: Look(
        N_("Returned with comments"), "message-square", "warning", "wr",
        N_("The centre asks for changes. Your answers go out with the next version."),
    ),
}
WAITS: Mapping[Waiting, Look] = {
    Waiting.PAUSED: Look(
        N_("Paused by you"), "pause", "warning", "na",
        N_("What was sent stays there. «Go on sending» continues where it stopped."),
    ),
    Waiting.NETWORK: Look(
        N_("Waits for a network"), "cloud-off", "warning", "ac",
        N_("Sending continues by itself where it stopped. A stick works without a network."),
    ),
    Waiting.PORTAL: Look(
        N_("Waits for signing in to the network"), "log-in", "warning", "ac",
        N_("The network shows its own page first. Sign in to it in a browser."),
    ),
    Waiting.UNMETERED: Look(
        N_("Waits for a network without payment by volume"), "clock", "neutral", "na",
        N_("The channel allows such networks only. Change it above the list."),
    ),
    Waiting.NIGHT: Look(
        N_("Waits for the night"), "clock", "neutral", "na",
        N_("The channel allows sending from 22:00 to 06:00 only. Change it above the list."),
    ),
    Waiting.PLACE: Look(
        N_("The place is not connected"), "unplug", "warning", "na",
        N_("The folder, stick or share is not there now. Sending continues when it is back."),
    ),
    Waiting.RETRY: Look(
        N_("The connection broke, tries again"), "hourglass", "warning", "ac",
        N_("What was sent is kept at the place. The next try continues where it stopped."),
    ),
    Waiting.PERSON: Look(
        N_("Not sent"), "circle-alert", "error", "er",
        N_("This does not go away by itself. What is to be done stands above the list."),
    ),
}
# fmt: on


def delivery_shown(row: DeliveryRow, plant: str) -> DeliveryShown:
    """Return a delivery as it is listed; ``plant`` is the enterprise, empty if not known."""
    look, lang = _look(row), language()
    when = datetime_(row.updated_at, lang, seconds=False)
    return DeliveryShown(
        key=row.key or f"{row.audit}/{row.revision}/{row.remote}",
        title=_("{audit}, version {revision}").format(audit=row.number, revision=row.revision),
        place=f"{plant} → {row.remote}" if plant else row.remote,
        amount=_amount(row),
        fraction=row.bytes_done / row.bytes_total if row.bytes_total else 0.0,
        bar=look.bar,
        state=look.word,
        icon=look.icon,
        tone=look.tone,
        sentence=f"{look.sentence} {when}".strip(),
        details=details_of(row.error),
        is_urgent=row.error is not None and not row.refused,
        resend=row.error is not None,
        first=row.place_in_queue > 1,
    )


def _look(row: DeliveryRow) -> Look:
    """Return how a delivery is shown, every text ready."""
    if row.error is not None:
        return _stopped(row, row.error)
    look = WAITS.get(row.waits_for) if row.waits_for is not None else None
    look = look or STATES[Delivery.SENDING if row.is_under_way else row.state]
    word = _SPECIAL.get(row.waits_for, _plain)(row)
    return look._replace(word=word or _(look.word), sentence=_(look.sentence))


def _stopped(row: DeliveryRow, error: Mapping[str, object]) -> Look:
    word = _("Not sent")
    if row.refused:
        first, more = row.refused[0], len(row.refused) - 1
        word = _("Not accepted: {file} is missing").format(file=first)
        if more:
            word = _("Not accepted: {file} and {count} more are missing").format(
                file=first, count=more
            )
    elif row.state in (Delivery.DELIVERED, Delivery.RETURNED):
        word = _("Not accepted")
    return Look(word, "circle-alert", "error", "er", retold(error))


def _plain(row: DeliveryRow) -> str:
    if row.is_under_way and row.seconds_left is not None:
        left = duration(row.seconds_left, language())
        return _("Being sent, {time} left").format(time=left)
    return ""


def _network(row: DeliveryRow) -> str:
    if not row.bytes_done or not row.bytes_total:
        return ""
    share = percent(min(99, round(100 * row.bytes_done / row.bytes_total)), language())
    return _("Waits for a network, continues at {share}").format(share=share)


def _turn(row: DeliveryRow) -> str:
    return _("Queued, number {place}").format(place=row.place_in_queue)


def _retry(row: DeliveryRow) -> str:
    if not row.again_at:
        return ""
    clock = time_(row.again_at, language())
    return _("The connection broke, tries again at {time}").format(time=clock)


_SPECIAL: Mapping[Waiting | None, Callable[[DeliveryRow], str]] = {
    Waiting.NETWORK: _network,
    Waiting.TURN: _turn,
    Waiting.RETRY: _retry,
}


def _amount(row: DeliveryRow) -> str:
    if not row.bytes_total:
        return "—"
    lang = language()
    done, total = size(row.bytes_done, lang), size(row.bytes_total, lang)
    number, space, unit = done.rpartition("\N{NO-BREAK SPACE}")
    if number and total.endswith(space + unit):  # as «54,4 of 86,4 MB»
        done = number
    return _("{done} of {total}").format(done=done, total=total)


def receipt_shown(row: ReceiptRow) -> ReceiptShown:
    """Return a receipt as it is listed."""
    look = STATES[row.result]
    word, icon, tone = _("Taken in whole"), look.icon, look.tone
    if row.result is Delivery.ACCEPTED:
        word = _("Accepted")
    elif row.result is Delivery.RETURNED:
        word = _("Taken in, comments: {count}").format(count=row.comments)
    return ReceiptShown(
        title=_("{audit}, version {revision}").format(audit=row.number, revision=row.revision),
        result=word,
        icon=icon,
        tone=tone,
        when=datetime_(row.at, language(), seconds=False),
        signed=_("fingerprint {ends}").format(ends=ends_of(row.fingerprint)),
    )


def ends_of(fingerprint: str) -> str:
    """Return both ends of a fingerprint, enough to tell one from another: ``c41f…9a07``."""
    if len(fingerprint) <= 2 * _ENDS:
        return fingerprint
    return f"{fingerprint[:_ENDS]}…{fingerprint[-_ENDS:]}"


def details_of(error: Mapping[str, object] | None) -> str:
    """Return code and particulars of an error, one a line, to be copied for support."""
    if error is None:
        return ""
    particulars = error.get("details")
    lines = [_("Code: {code}").format(code=error.get("code", ""))]
    if isinstance(particulars, Mapping):
        lines += [f"{name}: {value}" for name, value in sorted(particulars.items())]
    return "\n".join(lines)
