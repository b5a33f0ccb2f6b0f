"""The files of a pack folder and their columns, described once for writing, reading, checking.

Texts stand in three columns, ``label::Русский (ru)`` and so on, as XLSForm has them. What a row
carries without a column of its own stands in ``more`` as JSON.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LANGUAGES: Mapping[str, str] = {
    "ru": "Русский (ru)",
    "kk": "Қазақша (kk)",
    "en": "English (en)",
}
KTA = "bind::kta:"
MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLayout:
    """One table of a pack.

    Attributes:
        file: Name of its file without ``.csv``; its name in ``Definition.more`` too.
        texts: Columns that hold a text in three languages.
        lists: Columns that hold several ids, separated by spaces.
        plain: Other columns.
        leading: Columns that stand first, in this order; the rest follows as given above.
        optional: Columns that a file has only where one of its rows fills them in.
        more: Column of what has none of its own, as a JSON object.
        is_open: Whether columns beyond these mean something: they are read as attributes.
    """

    file: str
    texts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    leading: tuple[str, ...] = ("id",)
    optional: tuple[str, ...] = ()
    more: str = MORE
    is_open: bool = False

    def header(self) -> tuple[str, ...]:
        """Return all column names in the order of the file."""
        rest = [*self.texts, *self.plain, *self.lists]
        columns = [name for name in rest if name not in self.leading]
        return (*_spread(self.leading, self.texts), *_spread(columns, self.texts), self.more)

    def may_lack(self) -> frozenset[str]:
        """Return the columns that a file has only where they are filled in."""
        return frozenset(_spread(self.optional, self.texts))


def _spread(names: Iterable[str], texts: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for name in names:
        found += text_columns(name) if name in texts else [name]
    return found


def text_columns(name: str) -> list[str]:
    """Return the three columns of a text, such as ``label::Русский (ru)``."""
    return [text_column(name, lang) for lang in LANGUAGES]


def text_column(name: str, lang: str) -> str:
    """Return the column of a text in one language."""
    return f"{name}::{LANGUAGES[lang]}"


_ORIGIN = ("source", "locus", "confidence", "kk_state")
_CHECKED = ("checked_by", "checked_on")
# Columns of the survey that came after the first packs: a file has them where they are used.
_SURVEY_TEXTS = ("guidance_hint", "required_message")
_SURVEY_PLAIN = (
    "default",
    "readonly",
    "choice_filter",
    "repeat_count",
    "parameters",
    "media::image",
    *(
        f"{KTA}{name}"
        for name in (
            "severity",
            "quantity",
            "refcond",
            "avg",
            "print",
            "confidential",
            "weight",
        )
    ),
)

SURVEY = TableLayout(
    file="survey",
    leading=("type", "name", "label", "hint"),
    texts=(
        "label",
        "hint",
        "constraint_message",
        *_SURVEY_TEXTS,
        f"{KTA}short",
        f"{KTA}warn_message",
    ),
    plain=(
        "type",
        "name",
        "relevant",
        "constraint",
        "required",
        "calculation",
        "appearance",
        *_SURVEY_PLAIN,
        f"{KTA}number",
        f"{KTA}concept",
        f"{KTA}unit",
        f"{KTA}warn",
        *(f"{KTA}{name}" for name in _ORIGIN),
    ),
    lists=(f"{KTA}units", f"{KTA}ael", f"{KTA}bat", f"{KTA}evidence", f"{KTA}blank_reasons"),
    optional=(*_SURVEY_TEXTS, *_SURVEY_PLAIN, f"{KTA}blank_reasons"),
    more=f"{KTA}more",
)
CHOICES = TableLayout(
    file="choices",
    leading=("list_name", "name", "label"),
    texts=("label",),
    plain=("list_name",),
    is_open=True,
)
TECHNIQUES = TableLayout(
    file="techniques",
    texts=("title", "rule", "applicability"),
    plain=("parent", "kind", "number", "code", *_ORIGIN, *_CHECKED),
    lists=("subsectors",),
    optional=_CHECKED,
)
LEVELS = TableLayout(
    file="levels",
    texts=("parameter", "when_text", "note"),
    plain=(
        "concept",
        "kind",
        "medium",
        "substance",
        "lower",
        "upper",
        "lower_is_less_than",
        "upper_is_less_than",
        "direction",
        "unit",
        "plant_status",
        "when",
        "overrides",
        "effect",
        "requires",
        *_CHECKED,
        *_ORIGIN,
    ),
    lists=("averaging", "basis", "techniques", "monitoring", "inherits", "subsectors"),
)
SOURCES = TableLayout(file="sources", plain=("title", "oj", "url", "read", "confidence"))
MONITORING = TableLayout(
    file="monitoring",
    texts=("parameter", "process", "frequency", "relaxation", "when_text", "note"),
    plain=("medium", "substance", "when", *_ORIGIN, *_CHECKED),
    lists=("subsectors", "techniques"),
    optional=_CHECKED,
)
RANGES = TableLayout(
    file="ranges",
    texts=("parameter", "process", "label", "note"),
    plain=("lower", "upper", "mean", "unit", *_ORIGIN, *_CHECKED),
    lists=("subsectors",),
    optional=_CHECKED,
)
FORMULAS = TableLayout(
    file="formulas",
    texts=("name", "use", "note"),
    plain=("expression", "units_text", "unit", *_ORIGIN),
    lists=("levels",),
)
BASES = TableLayout(
    file="bases",
    texts=("text",),
    plain=("reference", "gas", "T_K", "p_kPa", "o2_pct", "o2_rule", "source", "locus"),
)
AVERAGING = TableLayout(
    file="averaging",
    texts=("label",),
    plain=("origin", "source", "locus", "confidence", "kk_state"),
)
ACTIVITIES = TableLayout(file="activities", texts=("label",), plain=_ORIGIN)
EXCLUSIONS = TableLayout(file="exclusions", texts=("label",), plain=_ORIGIN)
SUBSECTORS = TableLayout(
    file="subsectors", texts=("label", "note"), plain=("group", *_ORIGIN), lists=("techniques",)
)

# Tables that the definition carries as they are, in ``more``.
CARRIED = (MONITORING, RANGES, FORMULAS, BASES, ACTIVITIES, EXCLUSIONS, SUBSECTORS)
ALL = (SURVEY, CHOICES, TECHNIQUES, LEVELS, SOURCES, AVERAGING, *CARRIED)
NEEDED = ("survey", "choices", "techniques", "levels", "monitoring", "ranges", "sources")
EXTRA = "extra.json"
PACK = "pack.toml"
FILES = "files"  # folder of the tables that expressions look things up in
NAMESPACES = 'kta="urn:kta-desktop:form"'


def settings(pack: Mapping[str, Any]) -> dict[str, str]:
    """Return the row of the XLSForm sheet ``settings`` of a pack, as its ``pack.toml`` says."""
    title = pack.get("checklist") or pack.get("title")
    words = title if isinstance(title, Mapping) else {}
    return {
        "form_title": str(words.get("ru") or words.get("en") or pack.get("id", "")),
        "form_id": str(pack.get("id", "")),
        "version": str(pack.get("version", "")),
        "default_language": LANGUAGES["ru"],
        "namespaces": NAMESPACES,
    }
