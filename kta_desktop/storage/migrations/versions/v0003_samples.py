"""Readings lie in chunks with a pyramid of extremes above them; what comes lies in a tail first.

Chunks of before have the form that a batch of the tail has: they become the tail, and opening the
workspace rolls it as it rolls what a crash left behind.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_STATEMENTS = (
    "ALTER TABLE sample_chunks RENAME TO sample_tail",
    """
    CREATE TABLE sample_series (
        id INTEGER NOT NULL,
        session TEXT NOT NULL,
        channel TEXT NOT NULL,
        count INTEGER NOT NULL,
        first_ms INTEGER NOT NULL,
        last_ms INTEGER NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE UNIQUE INDEX series_by_name ON sample_series (session, channel)",
    """
    CREATE TABLE sample_chunks (
        series INTEGER NOT NULL,
        level INTEGER NOT NULL,
        n INTEGER NOT NULL,
        count INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (series, level, n),
        FOREIGN KEY(series) REFERENCES sample_series (id) ON DELETE CASCADE
    )
    """,
)


def upgrade() -> None:
    """Let the chunks be the tail, and make the tables of chunks with a pyramid."""
    for statement in _STATEMENTS:
        op.execute(statement)
