"""What is being typed outlives a crash."""

from alembic import op

revision = "0002"
down_revision = "0001"

_TABLE = """
    CREATE TABLE drafts (
        audit TEXT NOT NULL,
        path TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL,
        device TEXT NOT NULL,
        PRIMARY KEY (audit, path),
        FOREIGN KEY(audit) REFERENCES audits (id)
    ) WITHOUT ROWID
"""


def upgrade() -> None:
    """Make the table of drafts."""
    op.execute(_TABLE)
