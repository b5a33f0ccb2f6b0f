"""Tables of the current schema. Migrations never import this file: they say what they did then.

Times are ISO 8601 in UTC; JSON columns hold canonical JSON text, so that equal values are equal
text; hashes are SHA-256 in lower-case hexadecimal.
"""

from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=optional)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, autoincrement=False, nullable=False)


def _bytes(name: str, *, optional: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=optional)


def _given(name: str, kind: type[Text | Integer], value: str) -> Column[Any]:
    return Column(name, kind, nullable=False, server_default=text(value))


def _audit(*, key: bool = False) -> Column[str]:
    return Column("audit", Text, ForeignKey("audits.id"), primary_key=key, nullable=False)


# What holds for the workspace as a whole: workspace id, this device, the profile as JSON.
meta = Table("meta", metadata, _text("key", key=True), _text("value"))

# Devices whose changes are known; private_key (32 raw bytes, Ed25519) only of our own.
devices = Table(
    "devices",
    metadata,
    _text("fingerprint", key=True),
    _bytes("public_key"),
    _bytes("private_key", optional=True),
    _text("name"),
    _text("created_at"),
    _number("revoked"),
    sqlite_with_rowid=False,
)

# Compiled definitions; an audit keeps the one it was started with for ever.
definitions = Table("definitions", metadata, _text("sha256", key=True), _text("json"))

audits = Table(
    "audits",
    metadata,
    _text("id", key=True),
    Column("definition_sha256", Text, ForeignKey("definitions.sha256"), nullable=False),
    _text("created_at"),
    sqlite_with_rowid=False,
)

# The change log, in order of arrival: a new change goes to the end of one page. A change is known
# by its id; two with the same place in a chain are a fork, which is kept and reported.
# ``group_id`` is the ``group`` of a change: that word is SQL's own.
changes = Table(
    "changes",
    metadata,
    Column("n", Integer, primary_key=True),
    _audit(),
    _text("device"),
    _number("seq"),
    _text("id"),
    _text("path"),
    _text("before"),
    _text("after"),
    _text("based_on"),
    _text("author"),
    _text("at"),
    _text("group_id"),
    _text("kind"),
    _text("of", optional=True),
    _text("prev"),
    _text("hash"),
    # The only index: each one more makes an edit a tenth slower, and what is asked by path is
    # asked of one audit by a person who looks something up.
    Index("changes_by_chain", "audit", "device", "seq"),
)

# What the log amounts to: the value shown and the changes the next edit is built on. A value
# taken away stays as JSON null.
entries = Table(
    "entries",
    metadata,
    _audit(key=True),
    _text("path", key=True),
    _text("value"),
    _text("change_ids"),
    _text("at"),
    sqlite_with_rowid=False,
)

# What is being typed and is not an answer yet, see ``drafts``: of no log and no package.
drafts = Table(
    "drafts",
    metadata,
    _audit(key=True),
    _text("path", key=True),
    _text("text"),
    _text("at"),
    _text("device"),
    sqlite_with_rowid=False,
)

# Evidence, logger files, printed sheets: the bytes as they were, under their hash.
contents = Table(
    "contents",
    metadata,
    _text("sha256", key=True),
    _text("media_type"),
    _number("size"),
    _text("created_at"),
    sqlite_with_rowid=False,
)
content_parts = Table(
    "content_parts",
    metadata,
    Column(
        "sha256",
        Text,
        ForeignKey("contents.sha256", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    _number("n", key=True),
    _bytes("data"),
)

# Readings of instruments, see ``samples``: the newest, a batch a row; a series for each channel of
# a session; and its chunks, ``n`` of each level of its pyramid, where level 0 holds the readings.
sample_tail = Table(
    "sample_tail",
    metadata,
    _text("session", key=True),
    _text("channel", key=True),
    _number("seq", key=True),
    _number("start_ms"),
    _number("count"),
    _bytes("data"),
)
sample_series = Table(
    "sample_series",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("session"),
    _text("channel"),
    _number("count"),
    _number("first_ms"),
    _number("last_ms"),
    Index("series_by_name", "session", "channel", unique=True),
)
sample_chunks = Table(
    "sample_chunks",
    metadata,
    Column(
        "series",
        Integer,
        ForeignKey("sample_series.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        nullable=False,
    ),
    _number("level", key=True),
    _number("n", key=True),
    _number("count"),
    _bytes("data"),
)

remotes = Table(
    "remotes",
    metadata,
    _text("name", key=True),
    _text("url"),
    _bytes("centre_key", optional=True),
    _text("created_at"),
    _given("options", Text, "'{}'"),
    sqlite_with_rowid=False,
)

# What is to be delivered; ``state`` is a value of ``domain.audit.Delivery``.
outbox = Table(
    "outbox",
    metadata,
    _text("id", key=True),
    _audit(),
    _number("revision"),
    Column("remote", Text, ForeignKey("remotes.name"), nullable=False),
    _text("state"),
    _text("sha256", optional=True),
    _number("bytes_total"),
    _number("bytes_done"),
    _text("error_code", optional=True),
    _text("error_json", optional=True),
    _text("updated_at"),
    _given("priority", Integer, "0"),
    Index("outbox_by_audit", "audit", "revision"),
    sqlite_with_rowid=False,
)

receipts = Table(
    "receipts",
    metadata,
    _audit(key=True),
    _text("sha256", key=True),
    _number("revision"),
    _text("json"),
    _text("received_at"),
    sqlite_with_rowid=False,
)

# What came in and was refused; the bytes lie under ``data_path``.
quarantine = Table(
    "quarantine",
    metadata,
    _text("id", key=True),
    _text("name"),
    _text("reason_code"),
    _text("reason_json"),
    _text("data_path"),
    _text("at"),
    sqlite_with_rowid=False,
)

# The journal of exports, imports, deliveries and restores.
operations = Table(
    "operations",
    metadata,
    _text("id", key=True),
    _text("kind"),
    _text("audit", optional=True),
    _text("detail_json"),
    _text("at"),
    sqlite_with_rowid=False,
)

# Uploads under way, so that they go on after a crash (``exchange.journal``), and objects that were
# proven to be at a remote: they are not sent again.
uploads = Table(
    "uploads",
    metadata,
    _text("remote", key=True),
    _text("sha256", key=True),
    _text("upload"),
    _number("part_size"),
    _text("started_at"),
    sqlite_with_rowid=False,
)
confirmed = Table(
    "confirmed",
    metadata,
    _text("remote", key=True),
    _text("sha256", key=True),
    _number("size"),
    _text("at"),
    sqlite_with_rowid=False,
)

# Further signatures of a closed version, by the name of its bundle; ``n`` is their number in it.
signatures = Table(
    "signatures",
    metadata,
    _text("sha256", key=True),
    _number("n", key=True),
    _text("kind"),
    _text("role"),
    _bytes("data"),
    _text("at"),
    sqlite_with_rowid=False,
)

# Keys of others: their card as it was signed, and what the centre says of them.
known_keys = Table(
    "known_keys",
    metadata,
    _text("fingerprint", key=True),
    _bytes("public_key"),
    _text("card"),
    _text("role"),
    _text("state"),
    _text("reason"),
    _text("at"),
    sqlite_with_rowid=False,
)

# What was said of a version, by the lead auditor or the centre; the signed document as it was.
reviews = Table(
    "reviews",
    metadata,
    _text("id", key=True),
    _text("audit"),
    _number("revision"),
    _text("sha256"),
    _text("fingerprint"),
    _text("json"),
    _text("at"),
    Index("reviews_by_audit", "audit", "id"),
    sqlite_with_rowid=False,
)

# Audits handed out; the signed document as it was.
assignments = Table(
    "assignments",
    metadata,
    _text("id", key=True),
    _text("auditor"),
    _text("fingerprint"),
    _text("json"),
    _text("state"),
    _text("at"),
    sqlite_with_rowid=False,
)

# Bundles that wait at a place until a person decides about the key that signed them.
held = Table(
    "held",
    metadata,
    _text("place", key=True),
    _text("name", key=True),
    _text("audit"),
    _number("revision"),
    _text("fingerprint"),
    _text("reason_json"),
    _text("state"),
    _text("at"),
    sqlite_with_rowid=False,
)

# Documents of a remote that were read, so that each is read once.
heard = Table(
    "heard",
    metadata,
    _text("remote", key=True),
    _text("name", key=True),
    _text("at"),
    sqlite_with_rowid=False,
)
