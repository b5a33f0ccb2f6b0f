"""What to say about a БИН: a warning, never a block."""

from kta_desktop.domain.identity import NumberFault, NumberKind, check_number
from kta_desktop.i18n import N_, _

_FAULTS = {
    NumberFault.LENGTH: N_("A BIN has 12 digits, here there are {count}. It is kept as typed."),
    NumberFault.NOT_DIGITS: N_("A BIN has digits only. It is kept as typed."),
    NumberFault.DATE: N_("There is no such month or day in a BIN. Compare with the certificate."),
    NumberFault.KIND: N_("Digit 5 fits neither an enterprise nor a person. It is kept as typed."),
    NumberFault.CHECK_DIGIT: N_(
        "The check digit does not fit: probably one digit is wrong. Compare with the certificate."
    ),
    NumberFault.UNUSED: N_("Such a number is not given out. Compare with the certificate."),
}


def remark(text: str) -> tuple[str, str]:
    """Return a sentence about the number typed so far and its tone; both empty for nothing."""
    if not text.strip():
        return "", ""
    found = check_number(text)
    if found.fault is NumberFault.LENGTH and found.number.isdigit() and len(found.number) < 12:
        return _("Digits: {count} of 12").format(count=len(found.number)), "tx3"
    if found.fault is not None:
        return _(_FAULTS[found.fault]).format(count=len(found.number)), "wr"
    if found.kind is NumberKind.IIN:
        return _("This is a person's number (IIN). It is kept as typed."), "wr"
    return _("The number is right."), "ok"
