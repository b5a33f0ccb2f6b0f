"""Files of profiles and scenarios: read with a bound, refused with words, written whole."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kta_desktop.i18n import N_
from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.measurement.profile_faults import Fault, Faults, faults_of
from kta_desktop.paths import sync_folder

MAX_BYTES = 1 << 20
TOO_LARGE = N_("the file is larger than {most} MB; a profile is a short text")
_Model = TypeVar("_Model", bound=BaseModel)


def read(path: Path, model: type[_Model]) -> _Model:
    """Return what a JSON file holds.

    Raises:
        ProfileWrongError: If it cannot be read or is none; says where and what.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ProfileWrongError(path=path.name, reason=error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        fault = Fault((), TOO_LARGE, {"most": MAX_BYTES >> 20})
        raise ProfileWrongError(path=path.name, reason=Faults((fault,)))
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise ProfileWrongError(path=path.name, reason=faults_of(error)) from error


def write(path: Path, data: Mapping[str, object]) -> None:
    """Write JSON that a person can read; the file is the old or the new one at any moment.

    Raises:
        OSError: If it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)
