"""What makes the workbook of a pack an XLSForm that phones understand, beside what is ours.

``settings`` repeats what ``pack.toml`` says; where they differ, ``kta_pack`` counts. It has the
title in one language only, since pyxform fails on ``form_title::…``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kta_desktop.i18n import _
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.faults import WARNING, PackFault
from kta_desktop.packs.layout import LANGUAGES, PACK, text_column
from kta_desktop.packs.rows import toml_text
from kta_desktop.packs.workbook_sheets import SETTINGS
from kta_desktop.packs.workbook_tables import Table
from kta_desktop.packs.workbook_write import Page

NAMESPACE = 'kta="urn:kta:xlsform"'
EXPRESSIONS = (
    "relevant",
    "constraint",
    "required",
    "calculation",
    "default",
    "readonly",
    "choice_filter",
    "repeat_count",
    "bind::kta:warn",
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_SMART = re.compile("[“”„‟«»‘’‚‛‹›]")


def settings_page(pack: bytes) -> Page:
    """Return the sheet ``settings`` of a ``pack.toml``.

    Raises:
        PackUnreadableError: If it is not TOML.
    """
    values = _settings(pack)
    return Page(SETTINGS, tuple(values), [tuple(values.values())])


def _settings(content: bytes) -> dict[str, str]:
    """Return heading to value."""
    pack = _toml(content)
    title = pack.get("checklist") or pack.get("title")
    words: Mapping[str, Any] = title if isinstance(title, dict) else {}
    return {
        "form_title": next((str(words[lang]) for lang in LANGUAGES if words.get(lang)), ""),
        "form_id": str(pack.get("id", "")),
        "version": str(pack.get("version", "")),
        "default_language": LANGUAGES["ru"],
        "namespaces": NAMESPACE,
    }


def _toml(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = _("it is not in its format")
        raise PackUnreadableError(path=PACK, reason=reason) from error


def settings_faults(table: Table, pack: bytes) -> Iterator[PackFault]:
    """Yield where the sheet ``settings`` says something else than ``kta_pack``."""
    try:
        right = _settings(pack)
    except PackUnreadableError:  # told by the check of the pack
        return
    if not table.rows:
        return
    for heading, value in zip(table.header, table.rows[0], strict=True):
        if heading in right and value != right[heading]:
            fault = table.fault("settings-differ", 0, heading, right=right[heading], found=value)
            yield _warning(fault)


def _warning(fault: PackFault) -> PackFault:
    return replace(fault, severity=WARNING)


def pack_of_settings(table: Table) -> bytes:
    """Return the ``pack.toml`` of a plain XLSForm."""
    values = dict(zip(table.header, table.rows[0], strict=True))
    plain = values.get("form_title", "")
    title = {lang: values.get(text_column("form_title", lang), "") for lang in LANGUAGES}
    words = {lang: text for lang, text in title.items() if text} or {"ru": plain}
    pack = {
        "id": values.get("form_id", ""),
        "version": values.get("version", ""),
        "includes": [],
        "kk_state": "draft",
        "languages": dict.fromkeys(words, "draft"),
        "title": words,
    }
    return toml_text(pack).encode()


def xlsform_faults(table: Table) -> Iterator[PackFault]:
    """Yield what is wrong with the expressions of the survey before they are even read."""
    for heading in EXPRESSIONS:
        if heading not in table.header:
            continue
        column = table.header.index(heading)
        for place, row in enumerate(table.rows):
            found = _SMART.findall(_QUOTED.sub("", row[column]))
            if found:
                yield table.fault("smart-quotes", place, heading, found=" ".join(found[:5]))
