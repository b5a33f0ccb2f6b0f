"""Which sheet of a workbook holds which file of a pack folder."""

from collections.abc import Iterable, Mapping

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
PACK_SHEET, EXTRA_SHEET, FILES_SHEET = "kta_pack", "kta_extra", "kta_files"
UNSUPPORTED = ("entities", "osm", "external_choices")  # XLSForm sheets for phones only
FILES = "files/"  # folder of tables that expressions look things up in

_LONGEST = 31  # letters of a sheet's name, as Excel has it
_PREFIX, _TABLE = "kta_", "kta_file_"
_BY_FILE: Mapping[str, str] = {
    "pack.toml": PACK_SHEET,
    "extra.json": EXTRA_SHEET,
    "survey.csv": SURVEY,
    "choices.csv": CHOICES,
    "techniques.csv": "kta_bat",
    "levels.csv": "kta_ael",
}
_BY_SHEET = {sheet: file for file, sheet in _BY_FILE.items()}
_ORDER = (SURVEY, CHOICES, SETTINGS, PACK_SHEET, "kta_bat", "kta_ael", "kta_sources")


def sheets_of(files: Iterable[str]) -> dict[str, str]:
    """Return the sheet of each file of a pack folder, in the order of the tabs."""
    names = sorted(files)
    found = {name: _sheet(name) for name in names}
    taken = [FILES_SHEET, *(sheet.lower() for sheet in found.values())]
    for number, name in enumerate(names, 1):
        is_shared = taken.count(found[name].lower()) > 1 and name not in _BY_FILE
        if is_shared or not _may_name(found[name]):
            found[name] = f"{_TABLE}{number}~"
    return dict(sorted(found.items(), key=lambda item: (_place(item[1]), item[1])))


def _sheet(file: str) -> str:
    if file in _BY_FILE:
        return _BY_FILE[file]
    if file.startswith(FILES):
        return _TABLE + file.removeprefix(FILES).removesuffix(".csv")
    return _PREFIX + file.removesuffix(".csv")


def _may_name(sheet: str) -> bool:
    is_plain = not set(sheet) & set("[]:*?/\\'~") and sheet.isprintable()
    return is_plain and len(sheet) <= _LONGEST


def _place(sheet: str) -> int:
    is_table = sheet.startswith(_TABLE)
    return _ORDER.index(sheet) if sheet in _ORDER else len(_ORDER) + is_table


def file_of(sheet: str) -> str | None:
    """Return the file that a sheet holds by its name; None if it holds none."""
    name = sheet.strip().lower()
    if name in _BY_SHEET:
        return _BY_SHEET[name]
    if name.startswith(_TABLE) and len(name) > len(_TABLE):
        return f"{FILES}{sheet.strip()[len(_TABLE) :]}.csv"
    if name.startswith(_PREFIX) and len(name) > len(_PREFIX):
        return f"{name.removeprefix(_PREFIX)}.csv"
    return None


def needs_index(sheets: Mapping[str, str]) -> bool:
    """Whether names of sheets do not tell their files, so that ``kta_files`` has to."""
    return any(file_of(sheet) != file for file, sheet in sheets.items())
