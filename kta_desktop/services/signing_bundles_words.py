"""Signatures over a version of an audit, in sentences."""

from kta_desktop import formatting
from kta_desktop.i18n import N_, _
from kta_desktop.services import signing_words
from kta_desktop.services.signing_bundles import BundleSignature, Role, SignatureState, Standing

_ROLES = {
    Role.AUDITOR: N_("Auditor"),
    Role.PLANT: N_("Representative of the plant"),
    Role.OTHER: N_("Another person"),
}
# As the libraries of the national certification centre name them; RFC 9215 for the last three.
_ALGORITHMS = {
    "1.2.398.3.10.1.1.1.2": N_("GOST 34.310-2004"),
    "1.3.6.1.4.1.6801.1.2.2": N_("GOST 34.310-2004"),
    "1.2.398.3.10.1.1.2.3.1": N_("GOST 34.10-2015, 256 bit"),
    "1.2.398.3.10.1.1.2.3.2": N_("GOST 34.10-2015, 512 bit"),
    "1.2.643.2.2.3": N_("GOST R 34.10-2001"),
    "1.2.643.7.1.1.3.2": N_("GOST R 34.10-2012, 256 bit"),
    "1.2.643.7.1.1.3.3": N_("GOST R 34.10-2012, 512 bit"),
}


def role(name: str, lang: str) -> str:
    """Return as what somebody signed; empty if that is not known."""
    return _(_ROLES[Role(name)], lang) if name in list(Role) else ""


def algorithm(identifier: str, lang: str) -> str:
    """Return what an algorithm is called, or its object identifier."""
    name = _ALGORITHMS.get(identifier)
    return identifier if name is None else _(name, lang)


def who(signature: BundleSignature, lang: str) -> str:
    """Return whose a signature is: a computer's, or whom the certificate names."""
    if signature.holder is None:
        return _("The computer the version was closed at", lang)
    return signing_words.who(signature.holder, lang)


def named(signature: BundleSignature, lang: str) -> str:
    """Return as what somebody signed, and who, in one line."""
    what = role(signature.role, lang) or _("Signature", lang)
    return f"{what}: {who(signature, lang)}"


def verdict(signature: BundleSignature, lang: str) -> str:
    """Return in one sentence what a signature is worth."""
    if signature.state is SignatureState.FITS:
        return _("The signature fits this version.", lang)
    return _(
        "A signature by {algorithm} is present, not checked here: the program does not have that "
        "algorithm.",
        lang,
    ).format(algorithm=algorithm(signature.algorithm, lang))


def facts(signature: BundleSignature, lang: str) -> tuple[str, ...]:
    """Return who signed, as what and when, and what else is known, a sentence each."""
    if signature.holder is None:
        return (_("Key of the computer: {key}", lang).format(key=grouped(signature.fingerprint)),)
    told = [_said_by(signature, lang)]
    if signature.role:
        told.append(_("Signed as: {role}.", lang).format(role=role(signature.role, lang)))
    if signature.at:
        at = formatting.datetime_(signature.at, lang, seconds=False)
        told.append(_("Signed on: {time}, by the clock of that computer.", lang).format(time=at))
    if signature.term is not None:
        told.extend(signing_words.out_of_term(signature.term, signature.holder, lang))
    told.append(signing_words.issuer(signature.holder, lang))
    return tuple(told)


def _said_by(signature: BundleSignature, lang: str) -> str:
    if signature.state is SignatureState.FITS:
        return _("Signed by: {who}.", lang).format(who=who(signature, lang))
    return _("Its certificate names: {who}.", lang).format(who=who(signature, lang))


def standing(known: Standing, lang: str) -> str:
    """Return in one sentence which version is signed next, and why."""
    if not known.revision:
        return _("Signing closes version 1.", lang)
    if known.is_changed:
        text = _(
            "The audit was changed since version {revision}: signing closes version {next}.", lang
        )
    elif known.is_sent:
        text = _(
            "Version {revision} was sent and stays as it is: signing closes version {next}.", lang
        )
    else:
        text = _("Version {revision} is closed and not sent yet.", lang)
    return text.format(revision=known.revision, next=known.signs)


def grouped(digits: str) -> str:
    """Return a fingerprint in groups of four."""
    return " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))
