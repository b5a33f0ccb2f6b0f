"""Measurement sessions of every audit of a workspace, without opening the audits."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection


def of_all_audits(connection: "Connection") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield id of the audit and stored session, for every session that is there.

    Raises:
        ValueError: If what is stored is not JSON.
    """
    rows = connection.exec_driver_sql(
        "SELECT audit, value FROM entries WHERE path >= '@session/' AND path < '@session0' "
        "ORDER BY audit, path"
    )
    for audit, value in rows:
        found = json.loads(value)
        if isinstance(found, dict):
            yield audit, found
