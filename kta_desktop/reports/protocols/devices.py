"""Instruments of a session in words: what they are, until when verified, what they measure."""

from datetime import datetime

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.measurement import Instrument, Session
from kta_desktop.i18n import N_
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context
from kta_desktop.reports.style import para

SERIAL = N_("serial no. {serial}")
CERTIFICATE = N_("certificate {certificate}")
VERIFIED = N_("verified until {date}")
VERIFIED_UNKNOWN = N_("verification not stated")
MEASURES = N_("measures: {names}")
EXPIRED = N_("VERIFICATION EXPIRED")


def instrument_lines(context: Context, session: Session) -> list[Flowable]:
    """Return a line for each instrument; one whose verification had expired on the day says so."""
    begun = datetime.fromisoformat(session.started_at)
    day = begun.astimezone(context.zone).date().isoformat()
    parts: list[Flowable] = []
    for instrument in session.instruments:
        parts.append(para(_instrument(context, session, instrument)))
        if instrument.is_expired(day):
            until = formatting.date(instrument.verified_until, context.tongue.first)
            parts.append(Chip(f"! {context.tongue.fact(EXPIRED, until)}"))
    return parts


def _instrument(context: Context, session: Session, instrument: Instrument) -> str:
    tongue = context.tongue
    if instrument.verified_until:
        until = formatting.date(instrument.verified_until, tongue.first)
        verified = tongue.say(VERIFIED, date=until)
    else:
        verified = tongue.say(VERIFIED_UNKNOWN)
    certificate = instrument.certificate
    details = (
        instrument.name,
        tongue.say(SERIAL, serial=instrument.serial),
        tongue.say(CERTIFICATE, certificate=certificate) if certificate else "",
        verified,
        _measures(context, session, instrument),
    )
    return ", ".join(part for part in details if part)


def _measures(context: Context, session: Session, instrument: Instrument) -> str:
    """Return what an instrument measures, where several could be meant."""
    lang = context.tongue.first
    names = [
        item.label.get(lang) or item.label.get("ru") or item.id
        for item in session.channels
        if item.instrument == instrument.id
    ]
    if len(session.instruments) < 2 or not instrument.id or not names:
        return ""
    return context.tongue.say(MEASURES, names=", ".join(names))
