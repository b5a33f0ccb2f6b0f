"""What stands in the way of sending, found out from the network and from what stopped last."""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop.errors import retold
from kta_desktop.formatting import time_
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.channel import NetworkNow, Waiting, is_line
from kta_desktop.services.delivering_rows import TO_SEND
from kta_desktop.services.exchanging import Desk

CHECK, PLACE, DETAILS = "check", "place", "details"
_PASSING = ("connection-cut", "server-failed", "remote-locked")
"""What the program tries again by itself: told at the delivery, not above the page."""
_TITLES: Mapping[str, tuple[str, str]] = {
    "offline": (N_("The centre is out of reach."), "cloud-off"),
    "captive-portal": (N_("The network asks for signing in."), "log-in"),
    "credentials-refused": (N_("Name or password are no longer accepted."), "key-round"),
    "access-forbidden": (N_("The centre does not allow writing there."), "key-round"),
    "clock-wrong": (N_("The clock of this computer is wrong."), "clock"),
    "proxy-failed": (N_("The proxy server of the network is in the way."), "unplug"),
    "certificate-untrusted": (N_("The server could not prove who it is."), "shield-check"),
    "certificate-expired": (N_("The certificate of the server has expired."), "shield-check"),
    "certificate-other-name": (N_("Another server answers at this address."), "shield-check"),
    "quota": (N_("There is no room left at the centre."), "hard-drive"),
}
_OF_PLACE = (
    "credentials-refused",
    "access-forbidden",
    "certificate-untrusted",
    "certificate-other-name",
    "certificate-file",
    "line-open",
    "remote-not-served",
    "remote-address",
)
"""What is put right in the settings of a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What the banner says.

    Attributes:
        title: What happened.
        text: What is kept, and what to do.
        icon: Its picture.
        kind: ``warning`` or ``error``.
        act: ``CHECK``, ``PLACE`` or ``DETAILS``: what the first button does.
        remote: Name of the place it is about; empty for none.
        error: As errors are printed; empty if it is none.
        by_stick: Whether a stick gets round it.
    """

    title: str
    text: str
    icon: str
    kind: str
    act: str
    remote: str
    error: Mapping[str, object]
    by_stick: bool = True


def trouble(desk: Desk, network: NetworkNow, since: str) -> Trouble | None:
    """Return what stands in the way of what waits to be sent; None if nothing does.

    Args:
        desk: What goes out and came back.
        network: What is known of the network now.
        since: ISO time (UTC) at which the network went; empty if not known.
    """
    if desk.revoked is not None:
        return _revoked(desk.revoked)
    waiting = {row.remote for row in desk.deliveries if row.state in TO_SEND}
    lines = {place.name for place in desk.remotes if is_line(place.url)}
    if lines and network.is_there is False:
        return _offline(since)
    if lines & waiting and network.has_portal:
        return _portal()
    for name, error in desk.halts.items():
        if name in waiting and error.get("code") not in _PASSING:
            return _of_error(name, error)
    return _gone(desk)


def _revoked(reason: str) -> Trouble:
    text = _(
        "Reason: {reason}. What was accepted stays, and so does everything on this computer. What "
        "is sent from here now is held at the centre. Call the centre: it can accept the key again."
    )
    return Trouble(
        title=_("The centre revoked the key of this computer."),
        text=text.format(reason=reason.rstrip(".")),
        icon="circle-slash",
        kind="error",
        act=CHECK,
        remote="",
        error={},
        by_stick=False,
    )


def _offline(since: str) -> Trouble:
    title = _("No network.")
    if since:
        clock = time_(since, language(), seconds=False)
        title = _("No network since {time}.").format(time=clock)
    return Trouble(
        title=title,
        text=_(
            "Everything is stored on this computer. Sending goes on by itself from the same place."
        ),
        icon="cloud-off",
        kind="warning",
        act=CHECK,
        remote="",
        error={},
    )


def _portal() -> Trouble:
    title, icon = _TITLES["captive-portal"]
    return Trouble(
        title=_(title),
        text=_(
            "It shows a page of its own before it lets anything through. Sign in to it in a "
            "browser; sending then goes on by itself."
        ),
        icon=icon,
        kind="warning",
        act=CHECK,
        remote="",
        error={},
    )


def _of_error(remote: str, error: Mapping[str, object]) -> Trouble:
    code = str(error.get("code", ""))
    title, icon = _TITLES.get(code, ("", "circle-alert"))
    is_calm = code in ("offline", "captive-portal", "place-gone", "quota")
    return Trouble(
        title=_(title) if title else "",
        text=retold(error),
        icon=icon,
        kind="warning" if is_calm else "error",
        act=_act(code),
        remote=remote,
        error=error,
    )


def _act(code: str) -> str:
    if code in _OF_PLACE:
        return PLACE
    return CHECK if code in _TITLES or code == "place-gone" else DETAILS


def _gone(desk: Desk) -> Trouble | None:
    """Return that a folder or stick is away on which something waits."""
    row = next((row for row in desk.deliveries if row.waits_for is Waiting.PLACE), None)
    if row is None:
        return None
    return Trouble(
        title=_("{place} is not connected.").format(place=row.remote),
        text=_("Everything is stored on this computer. Connect it; sending then goes on."),
        icon="unplug",
        kind="warning",
        act=CHECK,
        remote=row.remote,
        error={},
    )
