"""What keys and signatures are worth, in sentences."""

from kta_desktop import formatting
from kta_desktop.i18n import N_, _
from kta_desktop.services.signing_sheets import Cover, Holder, Signature, Term

_TERMS = {
    Term.EXPIRED: N_("The certificate was not in force any more when it was signed."),
    Term.NOT_YET: N_("The certificate was not in force yet when it was signed."),
}

_NOW = {
    Term.IN_FORCE: N_("The key is in force and can sign."),
    Term.EXPIRED: N_("The certificate of the key is not in force any more."),
    Term.NOT_YET: N_("The certificate of the key is not in force yet."),
}


def standing(term_now: Term, lang: str) -> str:
    """Return whether a key is in force now."""
    return _(_NOW[term_now], lang)


def who(holder: Holder, lang: str) -> str:
    """Return whom a certificate names: person and organisation."""
    named = ", ".join(filter(None, (holder.name, holder.organisation)))
    return named or _("the certificate names nobody", lang)


def term(holder: Holder, lang: str) -> str:
    """Return from when to when a certificate is in force."""
    since, until = (formatting.date(end, lang) for end in (holder.since, holder.until))
    return _("In force from {since} to {until}.", lang).format(since=since, until=until)


def out_of_term(found: Term, holder: Holder, lang: str) -> tuple[str, ...]:
    """Return that a certificate was not in force when it signed, and when it is; or nothing."""
    return (_(_TERMS[found], lang), term(holder, lang)) if found in _TERMS else ()


def issuer(holder: Holder, lang: str) -> str:
    """Return who vouches for a holder; that the program cannot check it is said."""
    if holder.is_self_signed:
        return _("The certificate is self-signed: nobody else vouches for the name.", lang)
    return _(
        "Given out by: {issuer}. The program has no list of trusted issuers: check the issuer "
        "where the signature is accepted.",
        lang,
    ).format(issuer=holder.issuer or formatting.NOTHING)


def verdict(signature: Signature, lang: str) -> str:
    """Return in one sentence what a signature is worth."""
    if not signature.is_intact:
        return _("The signature does not fit: the document was changed after signing.", lang)
    if signature.cover is Cover.PART:
        return _("Something was added to the document after this signature.", lang)
    if signature.cover is Cover.SIGNED_ON:
        return _("The signature fits; further signatures were added after it.", lang)
    return _("The signature fits and covers the whole document.", lang)


def facts(signature: Signature, lang: str) -> tuple[str, ...]:
    """Return who signed and when, and what else is known, a sentence each."""
    told = [_("Signed by: {who}.", lang).format(who=who(signature.holder, lang))]
    if signature.at:
        at = formatting.datetime_(signature.at, lang, seconds=False)
        told.append(_("Signed on: {time}, by the clock of that computer.", lang).format(time=at))
    told.extend(out_of_term(signature.term, signature.holder, lang))
    told.append(issuer(signature.holder, lang))
    return tuple(told)
