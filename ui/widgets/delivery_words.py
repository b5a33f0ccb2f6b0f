"""Deliveries in words: each state has its own sentence, and green starts with the receipt."""

from collections.abc import Mapping

from kta_desktop.domain.audit import Delivery
from kta_desktop.formatting import datetime_, size
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.delivering import DeliveryRow
from ui.widgets.delivery_list import DeliveryShown

# state: word, icon, tone of the chip, token of the bar, what it means for the auditor
_STATES: Mapping[Delivery, tuple[str, str, str, str, str]] = {
    Delivery.DRAFT: (
        N_("Draft"), "pencil", "neutral", "na",
        N_("Work goes on. Nothing was prepared for sending."),
    ),
    Delivery.READY: (
        N_("Ready to send"), "file-check", "plain", "na",
        N_("The version is closed. Sign it to send it."),
    ),
    Delivery.SIGNED: (
        N_("Signed"), "shield-check", "plain", "na",
        N_("The version is signed on this computer. Choose where to send it."),
    ),
    Delivery.QUEUED: (
        N_("Queued"), "clock", "neutral", "na",
        N_("Waits for its turn. Sending starts by itself when the place is within reach."),
    ),
    Delivery.SENDING: (
        N_("Being sent"), "upload", "info", "ac",
        N_("You can go on working. After a cut, sending continues where it stopped."),
    ),
    Delivery.DELIVERED: (
        N_("Delivered, waiting for the receipt"), "hourglass", "info", "ac",
        N_("Every file is there and was read back. The centre has not confirmed it yet."),
    ),
    Delivery.RECEIVED: (
        N_("Received by the centre"), "circle-check", "ok", "ok",
        N_("The centre confirmed every file. Its signature was checked."),
    ),
    Delivery.ACCEPTED: (
        N_("Accepted"), "circle-check", "ok", "ok",
        N_("The centre accepted this version."),
    ),
    Delivery.RETURNED: (
        N_("Returned with comments"), "message-square", "warning", "wr",
        N_("The centre asks for changes. Your answers go out with the next version."),
    ),
}  # fmt: skip


def delivery_shown(row: DeliveryRow, plant: str) -> DeliveryShown:
    """Return a delivery as it is listed; ``plant`` is the enterprise, empty if not known."""
    word, icon, tone, bar, sentence = _STATES[row.state]
    shown = (_(word), icon, tone, _(sentence))
    if row.error is not None:
        bar = "er"
        shown = (_("Not sent"), "circle-alert", "error", str(row.error.get("message", "")))
    lang = language()
    return DeliveryShown(
        key=f"{row.audit}/{row.revision}/{row.remote}",
        title=_("{audit}, version {revision}").format(audit=row.number, revision=row.revision),
        place=f"{plant} → {row.remote}" if plant else row.remote,
        amount=_amount(row),
        fraction=row.bytes_done / row.bytes_total if row.bytes_total else 0.0,
        bar=bar,
        state=shown[0],
        icon=shown[1],
        tone=shown[2],
        sentence=f"{shown[3]} {datetime_(row.updated_at, lang, seconds=False)}".strip(),
        details=details_of(row.error),
    )


def _amount(row: DeliveryRow) -> str:
    if not row.bytes_total:
        return "—"
    lang = language()
    done, total = size(row.bytes_done, lang), size(row.bytes_total, lang)
    return _("{done} of {total}").format(done=done, total=total)


def details_of(error: Mapping[str, object] | None) -> str:
    """Return code and particulars of an error, one a line, to be copied for support."""
    if error is None:
        return ""
    particulars = error.get("details")
    lines = [_("Code: {code}").format(code=error.get("code", ""))]
    if isinstance(particulars, Mapping):
        lines += [f"{name}: {value}" for name, value in sorted(particulars.items())]
    return "\n".join(lines)
