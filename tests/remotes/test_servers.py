"""The servers themselves: what our code relies on is what they do."""

import pytest
from botocore.exceptions import ClientError

from tests.remotes.buckets import client, made

pytestmark = pytest.mark.remotes


def refusal(server):
    """Return how a server answers the second of two writes that ask for a free name."""
    made(server, "kta-servers")
    s3 = client(server)

    def write_twice():
        for _time in range(2):
            s3.put_object(Bucket="kta-servers", Key="name", Body=b"1", IfNoneMatch="*")

    with pytest.raises(ClientError) as caught:
        write_twice()
    return caught.value.response["ResponseMetadata"]["HTTPStatusCode"]


def test_that_ceph_writes_only_where_nothing_is(ceph):
    assert refusal(ceph) == 412


def test_that_swift_has_no_conditional_writes(swift):
    assert refusal(swift) == 501
