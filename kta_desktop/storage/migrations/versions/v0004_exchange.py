"""The exchange hears as well as it sends: reviews, keys, assignments, and uploads that go on.

Queued deliveries keep their order: the priority of all of them is the same.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

_STATEMENTS = (
    "ALTER TABLE remotes ADD COLUMN options TEXT DEFAULT '{}' NOT NULL",
    "ALTER TABLE outbox ADD COLUMN priority INTEGER DEFAULT 0 NOT NULL",
    """
    CREATE TABLE uploads (
        remote TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        upload TEXT NOT NULL,
        part_size INTEGER NOT NULL,
        started_at TEXT NOT NULL,
        PRIMARY KEY (remote, sha256)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE confirmed (
        remote TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (remote, sha256)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE signatures (
        sha256 TEXT NOT NULL,
        n INTEGER NOT NULL,
        kind TEXT NOT NULL,
        role TEXT NOT NULL,
        data BLOB NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (sha256, n)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE known_keys (
        fingerprint TEXT NOT NULL,
        public_key BLOB NOT NULL,
        card TEXT NOT NULL,
        role TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (fingerprint)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE reviews (
        id TEXT NOT NULL,
        audit TEXT NOT NULL,
        revision INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        json TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX reviews_by_audit ON reviews (audit, id)",
    """
    CREATE TABLE assignments (
        id TEXT NOT NULL,
        auditor TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        json TEXT NOT NULL,
        state TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE held (
        place TEXT NOT NULL,
        name TEXT NOT NULL,
        audit TEXT NOT NULL,
        revision INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        reason_json TEXT NOT NULL,
        state TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (place, name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE heard (
        remote TEXT NOT NULL,
        name TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (remote, name)
    ) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Make the tables of what is heard and of what is under way."""
    for statement in _STATEMENTS:
        op.execute(statement)
