"""The register of keys in rows."""

from collections.abc import Sequence

from kta_desktop.formatting import datetime_
from kta_desktop.i18n import _, language
from kta_desktop.services.register import KeyRow
from ui.models import key_words
from ui.models.intake_rows import Below, Row


def key_row(key: KeyRow) -> Row:
    """Return a key as it stands in the register."""
    word, icon, tone = key_words.STATES[str(key.state)]
    below = [Below(text=" · ".join(facts(key)))]
    if key.held:
        below.append(Below(text=_("Versions held: {count}").format(count=key.held), tone="wr"))
    if key.reason:
        below.append(Below(text=_("Reason: {text}").format(text=key.reason)))
    return Row(
        item=key.fingerprint,
        lead=key_words.grouped(key.fingerprint[:8]),
        aside=_(key_words.ROLES.get(key.role, key.role)),
        title=key.name or _("Nobody has shown a card of this key."),
        below=tuple(below),
        mark=(_(word), icon, tone),
    )


def facts(key: KeyRow) -> Sequence[str]:
    """Return what is known of the holder and since when."""
    when = datetime_(key.at, language(), seconds=False) if key.at else ""
    return [part for part in (key.organisation, key.qualification, when) if part]
