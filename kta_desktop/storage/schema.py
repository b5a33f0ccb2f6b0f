"""The schema of an open workspace: which one it has, and bringing it to the current one."""

from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.storage.errors import NotAWorkspaceError, WorkspaceTooNewError

if TYPE_CHECKING:
    from sqlalchemy import Connection

CURRENT = "0004"  # the newest step in ``migrations/versions``
_FOLDER = Path(__file__).parent / "migrations"


def found(connection: "Connection") -> str | None:
    """Return the number of the schema in the file, such as ``0001``; None if it has none."""
    query = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.exec_driver_sql(query).first() is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


def needs_upgrade(connection: "Connection", path: Path) -> bool:
    """Return whether the schema is older than the current one.

    Raises:
        WorkspaceTooNewError: If a later release wrote the file.
        NotAWorkspaceError: If it has tables that are none of ours.
    """
    version = found(connection)
    if version is None:
        raise NotAWorkspaceError(path=path)
    if version > CURRENT:
        raise WorkspaceTooNewError(path=path, found=version, known=CURRENT)
    return version < CURRENT


def upgrade(connection: "Connection") -> None:
    """Bring an empty or older file to the current schema inside the caller's transaction.

    Raises:
        DBAPIError: If a step fails; the caller's transaction takes everything back.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
