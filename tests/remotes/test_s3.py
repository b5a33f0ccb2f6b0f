"""Objects and documents at a real Ceph and a real Swift, which die and come back."""

import random
import subprocess
import sys

import pytest

from kta_desktop.exchange.errors import RemoteTakenError
from kta_desktop.exchange.network_errors import (
    CredentialsError,
    CutError,
    NetworkError,
    OfflineError,
    QuotaError,
    ServerError,
)
from kta_desktop.exchange.remote import Access, hash_at, object_name
from kta_desktop.exchange.s3 import S3Remote
from kta_desktop.exchange.s3_errors import BucketMissingError
from kta_desktop.exchange.s3_parts import PART
from tests.remotes.buckets import client, made
from tests.remotes.sender import FileJournal
from tests.remotes.sender import made as an_object

pytestmark = pytest.mark.remotes
SIZE = 4 * PART + 12_345
RECEIPT = "receipts/a1/b.json"


@pytest.fixture(params=["ceph", "swift"])
def server(request):
    """Return each of the servers."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def reach(server, request, tmp_path):
    """Return a maker of places in a bucket of this test."""
    bucket = f"kta-{random.randrange(1 << 40)}"
    url = made(server, bucket)
    opened = []

    def place(**access):
        known = {"owner": "f" * 64, "user": server.user, "secret": server.secret}
        known["journal"] = FileJournal(tmp_path / "journal")
        opened.append(S3Remote(url, Access(**known | access)))
        return opened[-1]

    yield place
    for remote in opened:
        remote.close()


def bring(remote, member):
    """Bring an object, and return the bytes that were told to be there."""
    told = []
    remote.put_object(member, told.append)
    return sum(told)


def test_that_a_place_is_set_up_and_documents_are_written_once(reach):
    remote = reach()
    remote.set_up()
    remote.check_layout()
    remote.put(RECEIPT, b"first")
    remote.put(RECEIPT, b"first")
    with pytest.raises(RemoteTakenError):
        remote.put(RECEIPT, b"second")
    assert remote.read(RECEIPT) == b"first"
    assert remote.names("receipts") == [RECEIPT]


def test_that_a_name_taken_between_look_and_write_is_noticed(reach, server, monkeypatch):
    remote, other = reach(), reach()
    other.put(RECEIPT, b"first")
    whole = S3Remote._is_free
    looks = iter([True])
    monkeypatch.setattr(
        remote, "_is_free", lambda *said: next(looks, False) or whole(remote, *said)
    )
    if type(server).__name__ == "Ceph":
        with pytest.raises(RemoteTakenError):
            remote.put(RECEIPT, b"second")
        assert other.read(RECEIPT) == b"first"
    else:  # no server of this kind can tell; the last write stands and is read back
        remote.put(RECEIPT, b"second")
        assert other.read(RECEIPT) == b"second"


@pytest.mark.parametrize("size", [0, 1000, PART, PART + 1, SIZE])
def test_that_objects_arrive_whole_and_the_server_proves_it(reach, size, monkeypatch):
    remote, member = reach(), an_object(size)
    assert bring(remote, member) == size
    assert hash_at(reach(), object_name(member.sha256)) == member.sha256
    later = reach()
    monkeypatch.setattr(later, "chunks", lambda _name: pytest.fail("read back"))
    assert later.is_whole(member)


@pytest.mark.parametrize("size", [1000, SIZE])
def test_that_an_object_altered_at_the_server_is_set_aside_and_brought_again(reach, server, size):
    member, remote = an_object(size), reach()
    bring(remote, member)
    name = object_name(member.sha256)
    bucket = remote._line.at.bucket
    altered = b"x" + b"".join(member.open())[1:]
    client(server).put_object(Bucket=bucket, Key=name, Body=altered)
    later = reach()
    assert not later.is_whole(member)
    later.set_aside(name)
    bring(later, member)
    assert later.is_whole(member)
    listed = client(server).list_objects_v2(Bucket=bucket)["Contents"]
    kept = [entry["Key"] for entry in listed if entry["Key"].endswith(".damaged")]
    assert client(server).get_object(Bucket=bucket, Key=kept[0])["Body"].read() == altered


def kill(server):
    """Kill the process that answers, as -9 does."""
    if type(server).__name__ == "Ceph":
        server.kill_gateway()
    else:
        server.kill_servers()


def bring_back(server):
    if type(server).__name__ == "Ceph":
        server.start_gateway()
    else:
        server.start_servers()


def test_that_a_server_killed_midway_is_gone_on_with_when_it_is_back(reach, server):
    member, told = an_object(SIZE), []

    def step(count):
        told.append(count)
        if len(told) == 1:
            kill(server)

    with pytest.raises(NetworkError) as caught:
        reach().put_object(member, step)
    with pytest.raises(OfflineError):
        reach().check_layout()
    bring_back(server)
    assert isinstance(caught.value, CutError | OfflineError | ServerError)
    gone = []
    remote = reach(pace=gone.append)
    assert bring(remote, member) == SIZE
    assert sum(gone) < SIZE
    assert hash_at(remote, object_name(member.sha256)) == member.sha256


def test_that_a_laptop_killed_midway_goes_on_in_its_next_process(reach, server, tmp_path):
    remote, size = reach(), SIZE
    words = [remote.url, server.user, server.secret, str(tmp_path / "journal"), str(size)]
    command = [sys.executable, "-m", "tests.remotes.sender", *words]
    with subprocess.Popen([*command, "0.001"], stdout=subprocess.PIPE) as first:
        for _part in range(2):
            first.stdout.readline()
        first.kill()
    gone = []
    later = reach(pace=gone.append)
    assert bring(later, an_object(size)) == size
    assert sum(gone) < size - PART
    assert later.is_whole(an_object(size))
    assert not (tmp_path / "journal").exists()


def test_that_refusals_are_named(reach, server):
    reach().set_up()
    for wrong in ({"user": "nobody"}, {"secret": "wrong"}):
        for ask in ("check_layout", "size"):
            with pytest.raises(CredentialsError):
                getattr(reach(**wrong), ask)(*(["kta.json"] if ask == "size" else []))
    missing = S3Remote(
        server.place("kta-not-there"),
        Access(owner="f" * 64, user=server.user, secret=server.secret),
    )
    with pytest.raises(BucketMissingError):
        missing.set_up()
    missing.close()


def test_that_a_quota_of_ceph_that_is_used_up_is_named_and_lifted_later(ceph, tmp_path):
    url = made(ceph, "kta-quota")
    known = {"owner": "f" * 64, "user": ceph.user, "secret": ceph.secret}
    remote = S3Remote(url, Access(**known, journal=FileJournal(tmp_path / "journal")))
    ceph.set_quota(1)
    try:
        with pytest.raises(QuotaError):
            bring(remote, an_object(SIZE))
    finally:
        ceph.set_quota(None)
    bring(remote, an_object(SIZE))
    assert remote.is_whole(an_object(SIZE))
    remote.close()
