"""Types of survey rows: those that packs use, those of XLSForm that are refused, and why."""

import re
from collections.abc import Mapping
from typing import Any

from kta_desktop.domain.definition import QuestionType
from kta_desktop.i18n import N_
from kta_desktop.packs.layout import SURVEY
from kta_desktop.packs.rows import SheetRow

TYPES: Mapping[str, QuestionType] = {
    "text": QuestionType.TEXT,
    "integer": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "range": QuestionType.RANGE,
    "date": QuestionType.DATE,
    "time": QuestionType.TIME,
    "datetime": QuestionType.DATETIME,
    "dateTime": QuestionType.DATETIME,
    "select_one": QuestionType.SELECT_ONE,
    "select_multiple": QuestionType.SELECT_MULTIPLE,
    "select_one_from_file": QuestionType.SELECT_ONE,
    "rank": QuestionType.RANK,
    "acknowledge": QuestionType.ACKNOWLEDGE,
    "image": QuestionType.IMAGE,
    "file": QuestionType.FILE,
    "note": QuestionType.NOTE,
    "calculate": QuestionType.CALCULATE,
    "hidden": QuestionType.CALCULATE,
}
STRUCTURE = ("begin_group", "end_group", "begin_repeat", "end_repeat")
FROM_FILE = "select_one_from_file"
LISTED = ("select_one", "select_multiple", "rank")  # types whose options stand in ``choices``
NOT_IN_TABLES = ("image", "file", "note")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
TABLE_LOOK = "table-list"  # appearance of a repeat that is shown as a grid

_GPS = N_("write the coordinates as text")
_SOUND = N_("attach a file: type file")
_BY_CALCULATION = N_("type calculate with today() or now()")
_PERSON = N_("the program knows who answers; leave the row out")
_OTHER_FILE = N_("type select_one_from_file")
# Types of XLSForm that a checklist has no use for, and what to write instead.
REFUSED: Mapping[str, str] = {
    "audio": _SOUND,
    "video": _SOUND,
    "background-audio": _SOUND,
    "background-geopoint": _GPS,
    "geopoint": _GPS,
    "geotrace": _GPS,
    "geoshape": _GPS,
    "start-geopoint": _GPS,
    "barcode": N_("type text"),
    "phonenumber": _PERSON,
    "phone_number": _PERSON,
    "username": _PERSON,
    "deviceid": _PERSON,
    "email": _PERSON,
    "audit": _PERSON,
    "start": _BY_CALCULATION,
    "end": _BY_CALCULATION,
    "today": _BY_CALCULATION,
    "trigger": N_("type acknowledge"),
    "cascading_select": N_("select_one with choice_filter"),
    "begin_loop": N_("begin_repeat"),
    "end_loop": N_("end_repeat"),
    "loop": N_("begin_repeat"),
    "osm": _GPS,
    "select_one_external": _OTHER_FILE,
    "select_multiple_from_file": N_("select_multiple with a list of choices"),
    "xml-external": _OTHER_FILE,
    "csv-external": _OTHER_FILE,
    "photo": "image",
    "int": "integer",
    "string": "text",
    "number": "decimal",
    "hidden_text": "hidden",
}


def kind(row: SheetRow) -> str:
    """Return the type of a survey row without the name of its list; ``begin group`` is one word."""
    words = row.get("type").split()
    if len(words) > 1 and words[0] in ("begin", "end"):
        return f"{words[0]}_{words[1]}"
    return words[0] if words else ""


def list_name(row: SheetRow) -> str:
    """Return the list that the options of a row come from; empty if it has none."""
    if kind(row) in LISTED:
        return _second(row)
    return str(extras(row).get("list") or "")


def file_name(row: SheetRow) -> str:
    """Return the table, without ``.csv``, that the options of a row come from; empty if none."""
    return _second(row).removesuffix(".csv") if kind(row) == FROM_FILE else ""


def _second(row: SheetRow) -> str:
    words = row.get("type").split()
    return words[1] if len(words) > 1 else ""


def is_table(row: SheetRow) -> bool:
    """Whether the row opens a repeat that is shown as a grid."""
    return kind(row) == "begin_repeat" and TABLE_LOOK in row.get("appearance").split()


def extras(row: SheetRow, column: str = SURVEY.more) -> dict[str, Any]:
    """Return what a row carries beside its columns; nothing if that cannot be read."""
    try:
        return row.more(column)
    except ValueError:
        return {}


def parameters(row: SheetRow) -> dict[str, str]:
    """Return the parameters of a row: ``start=0 end=10`` by name, commas and semicolons alike."""
    pieces = row.get("parameters").replace(",", " ").replace(";", " ").split()
    pairs = (piece.partition("=") for piece in pieces)
    return {name: value for name, sign, value in pairs if name and sign and value}
