"""Documents and objects in an S3 bucket: written once, proven, and every fault named."""

import hashlib
import random

import pytest

from kta_desktop.exchange import network_errors as net
from kta_desktop.exchange import s3_line, s3_parts
from kta_desktop.exchange.address import normal, open_remote
from kta_desktop.exchange.errors import (
    CancelledError,
    RemoteAddressError,
    RemoteDamagedError,
    RemoteMissingError,
    RemoteNotOursError,
    RemoteTakenError,
    RemoteTooNewError,
)
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.remote import DOCUMENT_LIMIT, Access, object_name
from kta_desktop.exchange.s3 import S3Remote
from kta_desktop.exchange.s3_errors import BucketMissingError, RegionError
from kta_desktop.exchange.s3_line import s3_address
from tests.servers.s3 import S3Server, Stored

PART = 64 << 10
RECEIPT = "receipts/a1/b.json"


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(s3_parts, "PART", PART)
    monkeypatch.setattr(s3_line, "PIECE", 8 << 10)
    # A second look at a line that fails asks port 80 of this computer, which is not the test's.
    monkeypatch.setattr(s3_line, "closer", lambda found, _where: found)


@pytest.fixture
def server():
    with S3Server() as server:
        yield server


@pytest.fixture
def reach(server):
    """Return a maker of places in the server, closed at the end."""
    opened = []

    def place(prefix="", user=S3Server.user, **access):
        known = {"owner": "f" * 64, "user": user, "secret": server.secret}
        opened.append(open_remote(server.place(prefix), Access(**known | access)))
        return opened[-1]

    yield place
    for remote in opened:
        remote.close()


@pytest.fixture
def remote(reach):
    remote = reach()
    remote.set_up()
    return remote


def member(size, seed=0):
    data = random.Random(seed).randbytes(size)
    hashed = hashlib.sha256(data).hexdigest()
    slices = [data[begin : begin + 10_000] for begin in range(0, size, 10_000)]
    return Member(name="data/evidence/x", size=size, sha256=hashed, open=lambda: iter(slices))


def bring(remote, what):
    """Bring an object, and return the bytes that were told to be there."""
    told = []
    remote.put_object(what, told.append)
    return sum(told)


def test_that_what_is_set_up_is_a_place_of_delivery(server, reach):
    reach().set_up()
    reach().check_layout()
    assert server.objects[server.key("kta.json")].data == b'{"layout":1}'


def test_that_a_place_may_be_a_folder_in_a_bucket(server, reach):
    remote = reach("учёт 1/kta")
    remote.set_up()
    remote.put(RECEIPT, b"{}")
    assert server.key(f"учёт 1/kta/{RECEIPT}") in server.objects
    assert remote.names("receipts") == [RECEIPT]


def test_that_a_bucket_of_something_else_is_refused(server, reach):
    with pytest.raises(RemoteNotOursError):
        reach().check_layout()


def test_that_a_newer_layout_is_refused(server, remote):
    server.objects[server.key("kta.json")].data = b'{"layout":2}'
    with pytest.raises(RemoteTooNewError):
        remote.set_up()


def test_that_a_bucket_that_is_not_there_is_named(server):
    url = f"s3+{server.endpoint}/other"
    remote = S3Remote(url, Access(owner="f" * 64, user=server.user, secret="x"))
    with pytest.raises(BucketMissingError) as caught:
        remote.set_up()
    remote.close()
    assert url in caught.value.sentence("en")


@pytest.mark.parametrize("has_conditions", [True, False])
def test_that_a_document_is_written_once(server, remote, has_conditions):
    server.faults.has_conditions = has_conditions
    remote.put(RECEIPT, b"first")
    remote.put(RECEIPT, b"first")
    with pytest.raises(RemoteTakenError):
        remote.put(RECEIPT, b"second")
    assert remote.read(RECEIPT) == b"first"


@pytest.mark.parametrize("has_conditions", [True, False])
def test_that_of_two_who_write_a_document_at_once_one_is_told(
    server, remote, monkeypatch, has_conditions
):
    """The other's comes between our look and our write; without conditions, after our write."""
    server.faults.has_conditions = has_conditions
    theirs = Stored(b"first", "e")
    put = remote._put

    def put_beside(name, data, **conditions):
        if has_conditions:
            server.objects[server.key(name)] = theirs
        put(name, data, **conditions)
        server.objects[server.key(name)] = theirs

    monkeypatch.setattr(remote, "_put", put_beside)
    with pytest.raises(RemoteTakenError):
        remote.put(RECEIPT, b"second")


def test_that_a_server_without_conditional_writes_is_asked_for_one_once(server, remote):
    server.faults.has_conditions = False
    for number in range(3):
        remote.put(f"receipts/a/{number}.json", b"{}")
    writes = [asked for asked in server.asked if asked.startswith("PUT") and "receipts" in asked]
    assert len(writes) == 4


def test_that_lists_are_read_page_by_page_and_only_documents_named(server, remote):
    server.page = 2
    names = [f"reviews/{audit}/{number}.json" for audit in "ab" for number in range(5)]
    for name in [
        *names,
        "reviews/a/.x.json",
        "reviews/a/x.zip",
        "reviews/x.json",
        "reviews2/a/1.json",
    ]:
        server.objects[server.key(name)] = server.objects[server.key("kta.json")]
    assert remote.names("reviews") == names


def test_that_what_is_not_there_is_none_or_said(remote):
    assert remote.read(RECEIPT) is None
    assert remote.size(RECEIPT) is None
    with pytest.raises(RemoteMissingError):
        list(remote.chunks(RECEIPT))
    with pytest.raises(RemoteMissingError):
        remote.is_whole(member(10))


def test_that_of_a_document_larger_than_any_only_the_beginning_is_read(server, remote):
    remote.put(RECEIPT, b"{}")
    server.objects[server.key(RECEIPT)].data = bytes(DOCUMENT_LIMIT + 100_000)
    assert len(remote.read(RECEIPT)) == DOCUMENT_LIMIT
    assert remote.size(RECEIPT) == DOCUMENT_LIMIT + 100_000


@pytest.mark.parametrize("size", [0, 1, PART, PART + 1, 5 * PART, 5 * PART + 77])
def test_that_an_object_arrives_whole_and_is_proven_by_the_server(server, remote, size):
    what = member(size)
    assert bring(remote, what) == size
    server.asked.clear()
    assert remote.is_whole(what)
    assert [asked.split()[0] for asked in server.asked] == ["HEAD"]
    assert remote.size(object_name(what.sha256)) == size
    assert hashlib.sha256(b"".join(remote.chunks(object_name(what.sha256)))).hexdigest() == (
        what.sha256
    )


@pytest.mark.parametrize("size", [1000, 3 * PART + 5])
def test_that_an_object_of_an_earlier_sending_is_proven_without_reading_it_back(
    server, remote, reach, size
):
    bring(remote, member(size))
    server.asked.clear()
    assert reach().is_whole(member(size))
    assert [asked.split()[0] for asked in server.asked] == ["HEAD"]


@pytest.mark.parametrize("size", [1000, 3 * PART + 5])
def test_that_a_server_whose_etags_say_nothing_is_read_back(server, remote, size):
    server.faults.encrypts = True
    what = member(size)
    bring(remote, what)
    server.asked.clear()
    assert remote.is_whole(what)
    assert any(asked.startswith("GET") for asked in server.asked)


def test_that_a_hash_of_the_server_is_believed_where_etags_say_nothing(server, remote):
    server.faults.encrypts = server.faults.has_checksums = True
    what = member(1000)
    bring(remote, what)
    server.asked.clear()
    assert remote.is_whole(what)
    assert [asked.split()[0] for asked in server.asked] == ["HEAD"]


@pytest.mark.parametrize("size", [1000, 3 * PART + 5])
@pytest.mark.parametrize("has_other_size", [True, False])
def test_that_an_altered_object_is_noticed_and_brought_again(
    server, remote, reach, size, has_other_size
):
    what = member(size)
    bring(remote, what)
    name = object_name(what.sha256)
    stored = server.objects[server.key(name)]
    altered = stored.data[:-1] + (b"" if has_other_size else bytes([stored.data[-1] ^ 1]))
    server.objects[server.key(name)] = type(stored)(altered, server.etag(altered))
    later = reach()
    assert not later.is_whole(what)
    later.set_aside(name)
    bring(later, what)
    assert later.is_whole(what)
    aside = [key for key in server.objects if key.endswith(".damaged")]
    assert [server.objects[key].data for key in aside] == [altered]


@pytest.mark.parametrize("size", [1000, 3 * PART + 5])
def test_that_bytes_that_rotted_here_never_get_the_name_of_a_hash(server, remote, size):
    good, other = member(size), member(size, seed=1)
    rotten = Member(name="data/x", size=size, sha256=good.sha256, open=other.open)
    with pytest.raises(RemoteDamagedError):
        bring(remote, rotten)
    assert server.key(object_name(good.sha256)) not in server.objects


@pytest.mark.parametrize("size", [1000, 3 * PART + 5])
def test_that_bytes_that_rotted_here_prove_nothing(server, remote, size):
    good, other = member(size), member(size, seed=1)
    bring(remote, other)
    server.objects[server.key(object_name(good.sha256))] = server.objects[
        server.key(object_name(other.sha256))
    ]
    rotten = Member(name="data/x", size=size, sha256=good.sha256, open=other.open)
    assert not remote.is_whole(rotten)


FAULTS = [
    ({"refuse": (403, "AccessDenied")}, net.ForbiddenError),
    ({"refuse": (403, "InvalidAccessKeyId")}, net.CredentialsError),
    ({"refuse": (403, "SignatureDoesNotMatch")}, net.CredentialsError),
    ({"refuse": (400, "ExpiredToken")}, net.CredentialsError),
    ({"refuse": (403, "SomethingNew")}, net.ForbiddenError),
    ({"refuse": (400, "AuthorizationHeaderMalformed")}, RegionError),
    ({"refuse": (500, "InternalError")}, net.ServerError),
    ({"refuse": (507, "Full")}, net.QuotaError),
    ({"refuse": (511, "Network")}, net.PortalError),
    ({"clock": 365 * 86400.0}, net.ClockError),
    ({"clock": -365 * 86400.0}, net.ClockError),
    ({"busy": 1}, net.ServerError),
    ({"portal": True}, net.PortalError),
]


@pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=lambda said: str(said)[:40])
def test_that_every_refusal_is_named_whatever_was_asked(server, remote, fault, kind):
    calls = [
        remote.check_layout,
        lambda: remote.size(RECEIPT),
        lambda: remote.names("reviews"),
        lambda: remote.put(RECEIPT, b"{}"),
        lambda: bring(remote, member(10)),
        lambda: bring(remote, member(2 * PART)),
        lambda: remote.is_whole(member(10)),
    ]
    for call in calls:
        for name, value in fault.items():
            setattr(server.faults, name, value)
        with pytest.raises(net.NetworkError) as caught:
            call()
        assert type(caught.value) is kind
    assert set(server.objects) == {server.key("kta.json")}


def test_that_the_room_of_a_user_that_is_used_up_is_named(server, remote):
    server.faults.quota = 3 * PART
    with pytest.raises(net.QuotaError):
        bring(remote, member(5 * PART))


def test_that_nobody_at_the_address_is_being_offline(server, remote):
    server.kill()
    with pytest.raises(net.OfflineError):
        remote.check_layout()


def test_that_a_stop_is_felt_before_the_next_bytes(server, reach):
    gone = []

    def pace(count):
        gone.append(count)
        if sum(gone) > 20_000:
            raise CancelledError

    reach().set_up()
    gone.clear()
    before = server.received
    with pytest.raises(CancelledError):
        bring(reach(pace=pace), member(60_000))
    assert server.received - before <= 20_000


def test_that_all_bytes_are_announced_before_they_go(server, reach):
    gone = []
    remote = reach(pace=gone.append)
    remote.set_up()
    gone.clear()
    before = server.received
    bring(remote, member(3 * PART))
    assert sum(gone) == server.received - before > 3 * PART


def test_that_a_file_goes_on_being_read_after_each_cut(server, remote):
    what = member(2 * PART)
    bring(remote, what)
    read = b""
    chunks = remote.chunks(object_name(what.sha256))
    for number, chunk in enumerate(chunks):
        read += chunk
        if number in (1, 5):
            server.faults.cut_out = 20_000
    assert hashlib.sha256(read).hexdigest() == what.sha256


def test_that_a_file_that_changes_while_it_is_read_is_not_taken(server, remote):
    what, other = member(2 * PART), member(2 * PART, seed=1)
    bring(remote, what)
    server.faults.cut_out = 20_000
    chunks = remote.chunks(object_name(what.sha256))
    next(chunks)
    changed = b"".join(other.open())
    key = server.key(object_name(what.sha256))
    server.objects[key] = type(server.objects[key])(changed, server.etag(changed))
    server.kill()
    server.start()
    with pytest.raises(RemoteDamagedError):
        list(chunks)


def test_that_a_region_is_in_the_address_or_in_the_name_of_the_host():
    assert s3_address("s3+https://s3.kz/b/a/c?region=kz-1").region == "kz-1"
    assert s3_address("s3+https://s3.eu-central-1.amazonaws.com/b").region == "eu-central-1"
    found = s3_address(normal("s3+https://s3.kz:8443/b/a%20x/?region=kz-1"))
    assert (found.endpoint, found.bucket, found.prefix) == ("https://s3.kz:8443", "b", "a x/")
    with pytest.raises(RemoteAddressError):
        normal("s3+https://s3.kz")


def test_that_settings_of_other_programs_do_not_count(server, reach, monkeypatch):
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "other")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    reach().set_up()
    assert server.key("kta.json") in server.objects
