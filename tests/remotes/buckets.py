"""Buckets of the servers with an S3 interface, seen without our own client."""

from typing import Any

import boto3
from botocore.config import Config


def client(server: Any) -> Any:
    """Return boto3's client for a ``Ceph`` or ``Swift``."""
    config = Config(
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"total_max_attempts": 1},
    )
    return boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        aws_access_key_id=server.user,
        aws_secret_access_key=server.secret,
        region_name="us-east-1",
        config=config,
    )


def made(server: Any, bucket: str) -> str:
    """Make a bucket and return the address of a place of delivery in it."""
    client(server).create_bucket(Bucket=bucket)
    return str(server.place(bucket))
