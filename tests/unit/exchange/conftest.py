"""Audits in memory: devices that write logs, and bags made of them."""

import hashlib
import io
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.canonical import canonical_json
from kta_desktop.domain.changes import ROOT, Change, seal
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange import layout
from kta_desktop.exchange.bag import Parts, bag, in_memory, pack
from kta_desktop.exchange.signing import Signer, detached, fingerprint
from kta_desktop.exchange.snapshot import closing_value, snapshot
from kta_desktop.exchange.zipwriter import write

DEFINITION = Definition(
    pack="food",
    version="1.0",
    title=Text(ru="Молоко", kk="Сүт"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
    questions=(
        Question(
            name="wat_03",
            number="8.3",
            section="wat",
            type=QuestionType.DECIMAL,
            label=Text(ru="Удельный сброс"),
        ),
    ),
)
PHOTO = bytes(range(256)) * 40


class MemoryContents:
    """Contents as a dictionary."""

    def __init__(self, *blobs):
        self.blobs = {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}

    def size(self, sha256):
        return len(self.blobs[sha256])

    def chunks(self, sha256):
        yield self.blobs[sha256]

    @staticmethod
    def media_type(_sha256):
        return "text/csv"


@dataclass
class Device:
    """A device that writes one audit."""

    audit: str
    seed: int = 1
    log: list[Change] = field(default_factory=list)
    minute: int = 0
    definition: Definition = DEFINITION

    def __post_init__(self):
        private = Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)
        public = private.public_key().public_bytes_raw()
        self.signer = Signer(public, private.sign)
        self.id = fingerprint(public)

    def write(self, path, after):
        own = [change for change in self.log if change.device == self.id]
        on_path = [change for change in self.log if change.path == path]
        built_on = {parent for change in on_path for parent in change.based_on}
        heads = [change for change in on_path if change.id not in built_on]
        self.minute += 1
        change = Change(
            id=new_id(),
            audit=self.audit,
            path=path,
            before=heads[-1].after if heads else None,
            after=after,
            author="auditor-1",
            device=self.id,
            at=f"2026-11-22T09:{self.minute:02}:00.000Z",
            seq=0,
            based_on=tuple(head.id for head in heads),
            group=new_id(),
        )
        prev = max(own, key=lambda link: link.seq).hash if own else ROOT
        sealed = seal(change, prev, len(own) + 1)
        self.log.append(sealed)
        return sealed

    def answer(self, question, text):
        return self.write(question, Answer(text=text, value=text).to_json())

    def close(self, revision):
        at = f"2026-11-22T10:{self.minute:02}:00.000Z"
        return self.write(
            f"@revision/{revision}", closing_value(at, "auditor-1", self.log, self.id)
        )

    def learn(self, other):
        known = {change.id for change in self.log}
        self.log += [change for change in other.log if change.id not in known]

    def bag(self, revision=1, blobs=(PHOTO,), sheets=None, assessment=None):
        definition = self.definition.to_json()
        snap = snapshot(self.audit, self.log, revision, canonical_json(definition), self.id)
        parts = Parts(
            definition=definition,
            contents=MemoryContents(*blobs),
            sheets={"filled": b"%PDF-1.4 a sheet"} if sheets is None else sheets,
            assessment=assessment,
        )
        return bag(snap, parts, self.signer)

    def packed(self, revision=1, **kwargs):
        out = io.BytesIO()
        pack(self.bag(revision, **kwargs), out, lambda _count: None)
        return out.getvalue()


@pytest.fixture
def photo():
    """Return the bytes of the photograph of ``device``."""
    return PHOTO


@pytest.fixture
def new_device():
    """Return a maker of devices: ``new_device(audit, seed)``."""
    return Device


@pytest.fixture
def device():
    """Return a device whose audit has answers, a photograph, and is closed as revision 1."""
    audit = new_id()
    device = Device(audit)
    device.write("@audit/number", "KTA-2026-014")
    device.write("@audit/pack", "food")
    device.write("@plant/name", "ТОО «Сүт\nзауыты»")
    device.write("@plant/bin", "010140000003")
    person = {"name": "А. Есенова", "role": "lead", "organisation": "Бюро", "place": 1}
    device.write("@team/auditor-1", person)
    device.answer("wat_03", "3.25")
    proof = Evidence(
        id=new_id(),
        sha256=hashlib.sha256(PHOTO).hexdigest(),
        name="IMG 2041.jpg",
        media_type="image/jpeg",
        size=len(PHOTO),
    )
    device.write(f"wat_03#evidence:{proof.id}", proof.to_json())
    device.write("wat_03#note", "бак № 2")
    device.close(1)
    return device


@pytest.fixture
def bundle(device, tmp_path):
    """Return the path of a packed bundle of ``device``."""
    path = tmp_path / "audit.kta"
    path.write_bytes(device.packed())
    return path


@pytest.fixture
def forge():
    """Return a maker of bundles that are sound but for what a forger changed.

    ``forge(device, {name: bytes or None})`` replaces or takes away files, writes the manifests
    and labels anew, and signs as ``signer``. Further arguments are those of ``device.bag``.
    """
    return _forge


def _forge(device, changed, signer=None, **bag):
    made = device.bag(**bag)
    files = {member.name: b"".join(member.open()) for member in made.members} | changed
    files = {name: data for name, data in files.items() if data is not None}
    _relist(files, changed, signer or device.signer)
    members = [in_memory(name, files[name]) for name in layout.in_order(files) if name in files]
    out = io.BytesIO()
    write(members, out, made.stamp, lambda _count: None)
    return out.getvalue()


def _relist(files, changed, signer):
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    if layout.INFO not in changed:
        lines = files[layout.INFO].decode().splitlines()
        octets = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}"
        lines = [octets if line.startswith("Payload-Oxum") else line for line in lines]
        files[layout.INFO] = ("\n".join(lines) + "\n").encode()
    if layout.MANIFEST not in changed:
        files[layout.MANIFEST] = _listing(payload)
    tags = {name: files[name] for name in (layout.BAGIT, layout.INFO, layout.MANIFEST)}
    if layout.TAGMANIFEST not in changed:
        files[layout.TAGMANIFEST] = _listing(tags)
    if layout.SIGNATURE not in changed:
        files[layout.SIGNATURE] = detached(files[layout.TAGMANIFEST], signer)


def _listing(files):
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()
