"""What is known of a print in sentences, for windows and for the command line."""

from kta_desktop import formatting
from kta_desktop.i18n import N_, _
from kta_desktop.services.prints import Match, Print, Standing
from kta_desktop.services.section_numbers import numbers_of

_RECORDS = {
    "plant": N_("the plant"),
    "team": N_("the team"),
    "session": N_("measurements"),
}
_REST = N_("details of the audit")
_STANDS = {
    Standing.CURRENT: N_("The print is of the present state of the record."),
    Standing.UNCHANGED: N_(
        "Everything on the print is as it is in the record now: what was changed since was put "
        "back, or a version was closed."
    ),
    Standing.EARLIER: N_("The print is of an earlier state: the record was changed since."),
    Standing.BLANK: N_("This is a page to be filled in by hand: there are no answers on it."),
}

_DIFFERS = {
    Standing.CURRENT: N_("Perhaps different: {what}."),
    Standing.EARLIER: N_("Now different: {what}."),
}


def verdict(found: Print, lang: str) -> str:
    """Return in one sentence what is to be thought of a print."""
    if not found.is_readable:
        return _(
            "This is no code of a sheet. Type the five characters that stand under the QR code, "
            "for example 7K4-M2.",
            lang,
        )
    if found.matches:
        return stands(found.matches[0], lang)
    if found.is_blank:
        return _(_STANDS[Standing.BLANK], lang)
    if found.is_known_audit:
        return _(
            "The audit {number} is here, but not the state that was printed: it was made on "
            "another computer and has not arrived, or the print is not genuine.",
            lang,
        ).format(number=found.number)
    return _(
        "No audit of this workspace has had a state with the code {code}. Check the characters; "
        "if the audit was done on another computer, open its package first.",
        lang,
    ).format(code=found.code)


def of_changed(lang: str) -> str:
    """Return what the code of a document is worth that was changed after it was signed."""
    return _("The document is not as it was signed: its code alone proves nothing.", lang)


def stands(match: Match, lang: str) -> str:
    """Return how a print stands to an audit."""
    return _(_STANDS[match.standing], lang)


def of_whom(match: Match) -> str:
    """Return number and plant of an audit."""
    return ", ".join(filter(None, (match.number, match.plant)))


def facts(match: Match, lang: str) -> tuple[str, ...]:
    """Return what else is known of a print of an audit, a sentence each."""
    if match.standing is Standing.BLANK:
        return (_page(match, lang),)
    at = formatting.datetime_(match.at, lang, seconds=False)
    told = [_("State of the record: {time}.", lang).format(time=at)]
    if match.revision:
        told.append(_("It is version {number} as it was closed.", lang).format(
            number=match.revision))  # fmt: skip
    if match.since:
        told.append(_("Changes since: {count}.", lang).format(count=match.since))
    differs = _differs(match, lang)
    if differs:
        told.append(_(_DIFFERS[match.standing], lang).format(what=differs))
    if match.unsure:
        told.append(_unsure(match, lang))
    return tuple(told)


def _page(match: Match, lang: str) -> str:
    question = next(one for one in match.definition.questions if one.name == match.question)
    named = f"{question.number} {question.title.get(lang)}".strip()
    return _("The page begins with: {question}", lang).format(question=named)


def _differs(match: Match, lang: str) -> str:
    parts = [_(name, lang) for name in dict.fromkeys(
        _RECORDS.get(record, _REST) for record in match.records)]  # fmt: skip
    if match.sections:
        numbers = numbers_of(match.sections, match.definition)
        parts.insert(0, _("sections {numbers}", lang).format(numbers=numbers))
    return ", ".join(parts)


def _unsure(match: Match, lang: str) -> str:
    return _(
        "Changes of other computers with an earlier date: {count}. Whether the print has them "
        "cannot be told from its code.",
        lang,
    ).format(count=match.unsure)
