"""The first schema."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    """
    CREATE TABLE meta (
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE devices (
        fingerprint TEXT NOT NULL,
        public_key BLOB NOT NULL,
        private_key BLOB,
        name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        revoked INTEGER NOT NULL,
        PRIMARY KEY (fingerprint)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE definitions (
        sha256 TEXT NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (sha256)
    )
    """,
    """
    CREATE TABLE audits (
        id TEXT NOT NULL,
        definition_sha256 TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(definition_sha256) REFERENCES definitions (sha256)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE changes (
        n INTEGER NOT NULL,
        audit TEXT NOT NULL,
        device TEXT NOT NULL,
        seq INTEGER NOT NULL,
        id TEXT NOT NULL,
        path TEXT NOT NULL,
        "before" TEXT NOT NULL,
        "after" TEXT NOT NULL,
        based_on TEXT NOT NULL,
        author TEXT NOT NULL,
        at TEXT NOT NULL,
        group_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        "of" TEXT,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (n),
        FOREIGN KEY(audit) REFERENCES audits (id)
    )
    """,
    """
    CREATE INDEX changes_by_chain ON changes (audit, device, seq)
    """,
    """
    CREATE TABLE entries (
        audit TEXT NOT NULL,
        path TEXT NOT NULL,
        value TEXT NOT NULL,
        change_ids TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (audit, path),
        FOREIGN KEY(audit) REFERENCES audits (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE contents (
        sha256 TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (sha256)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE content_parts (
        sha256 TEXT NOT NULL,
        n INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (sha256, n),
        FOREIGN KEY(sha256) REFERENCES contents (sha256) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE sample_chunks (
        session TEXT NOT NULL,
        channel TEXT NOT NULL,
        seq INTEGER NOT NULL,
        start_ms INTEGER NOT NULL,
        count INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (session, channel, seq)
    )
    """,
    """
    CREATE TABLE remotes (
        name TEXT NOT NULL,
        url TEXT NOT NULL,
        centre_key BLOB,
        created_at TEXT NOT NULL,
        PRIMARY KEY (name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE outbox (
        id TEXT NOT NULL,
        audit TEXT NOT NULL,
        revision INTEGER NOT NULL,
        remote TEXT NOT NULL,
        state TEXT NOT NULL,
        sha256 TEXT,
        bytes_total INTEGER NOT NULL,
        bytes_done INTEGER NOT NULL,
        error_code TEXT,
        error_json TEXT,
        updated_at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(audit) REFERENCES audits (id),
        FOREIGN KEY(remote) REFERENCES remotes (name)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX outbox_by_audit ON outbox (audit, revision)
    """,
    """
    CREATE TABLE receipts (
        audit TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        revision INTEGER NOT NULL,
        json TEXT NOT NULL,
        received_at TEXT NOT NULL,
        PRIMARY KEY (audit, sha256),
        FOREIGN KEY(audit) REFERENCES audits (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE quarantine (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        reason_code TEXT NOT NULL,
        reason_json TEXT NOT NULL,
        data_path TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE operations (
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        audit TEXT,
        detail_json TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id)
    ) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Make every table of the first release in an empty file."""
    for statement in _TABLES:
        op.execute(statement)
