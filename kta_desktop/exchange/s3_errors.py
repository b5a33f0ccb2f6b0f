"""What an S3 server or the line to it answers, as sentences a person can act on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.exchange.network_errors import (
    CertificateNameError,
    ClockError,
    CredentialsError,
    CutError,
    ForbiddenError,
    NetworkError,
    NotServedError,
    OfflineError,
    PortalError,
    ProxyFailedError,
    QuotaError,
    ServerError,
    of_status,
    of_tls,
)
from kta_desktop.i18n import N_


class BucketMissingError(NotServedError):
    """The bucket of the address does not exist."""

    code: ClassVar[str] = "bucket-missing"
    text: ClassVar[str] = N_(
        "The server answers, but there is no bucket {where}. Nothing was sent, everything is kept. "
        "Check the address, or ask the centre to create the bucket."
    )


class RegionError(NotServedError):
    """The bucket lies in another region than the address says."""

    code: ClassVar[str] = "bucket-region"
    text: ClassVar[str] = N_(
        "{where} lies in another region than its address says. Nothing was sent, everything is "
        "kept. Ask the centre for the region and add it to the address: ?region=…"
    )


class UploadForgottenError(CutError):
    """The server no longer knows an upload in parts, or knows it otherwise; it begins anew."""


class NameTakenError(NotServedError):
    """A file is not as the request said it must be: there already, or another; who asks decides."""


class NotFoundError(NotServedError):
    """There is no object of that key; who asks decides."""


class NotOfferedError(NotServedError):
    """The server does not offer what was asked (501)."""


_CODES: dict[str, type[NetworkError]] = {
    "AccessDenied": ForbiddenError,
    "AllAccessDisabled": ForbiddenError,
    "AccountProblem": CredentialsError,
    "ExpiredToken": CredentialsError,
    "InvalidAccessKeyId": CredentialsError,
    "InvalidToken": CredentialsError,
    "SignatureDoesNotMatch": CredentialsError,
    "TokenRefreshRequired": CredentialsError,
    "RequestTimeTooSkewed": ClockError,
    "EntityTooLarge": QuotaError,
    "QuotaExceeded": QuotaError,
    "InsufficientStorage": QuotaError,
    "BadDigest": CutError,
    "IncompleteBody": CutError,
    "RequestTimeout": CutError,
    "XAmzContentSHA256Mismatch": CutError,
    "ConditionalRequestConflict": ServerError,
    "OperationAborted": ServerError,
    "SlowDown": ServerError,
    "TooManyRequests": ServerError,
    "NoSuchBucket": BucketMissingError,
    "AuthorizationHeaderMalformed": RegionError,
    "IllegalLocationConstraintException": RegionError,
    "PermanentRedirect": RegionError,
    "NoSuchKey": NotFoundError,
    "NoSuchUpload": UploadForgottenError,
    "EntityTooSmall": UploadForgottenError,
    "InvalidPart": UploadForgottenError,
    "InvalidPartOrder": UploadForgottenError,
    "PreconditionFailed": NameTakenError,
    "NotImplemented": NotOfferedError,
}
_STATUSES: dict[int, type[NetworkError]] = {
    404: NotFoundError,
    412: NameTakenError,
    501: NotOfferedError,
}


def of_botocore(error: Exception, where: str) -> KtaError:
    """Name what ``botocore`` raised while it spoke to ``where``.

    Raises:
        Exception: ``error`` itself if it is none that a line or server can cause.
    """
    from botocore.exceptions import ClientError

    if isinstance(error, ClientError):
        return _of_answer(error.response, where)
    if _is_of_other_name(error):
        return CertificateNameError(where=where)
    return of_tls(error, where) or _of_line(error, where)


def _of_line(error: Exception, where: str) -> KtaError:
    """Name what happened before there was a whole answer; the first that fits."""
    from botocore import exceptions as known
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    kinds: tuple[tuple[type[NetworkError], tuple[type[Exception], ...]], ...] = (
        (ProxyFailedError, (known.ProxyConnectionError, known.InvalidProxiesConfigError)),
        (OfflineError, (known.EndpointConnectionError, known.ConnectTimeoutError)),
        (PortalError, (ResponseParserError,)),  # what came is no answer of S3
        (CredentialsError, (known.NoCredentialsError, known.PartialCredentialsError)),
        (CutError, (known.ConnectionError, known.HTTPClientError, known.IncompleteReadError)),
        (CutError, (HTTPError, OSError)),
        (RegionError, (known.UnseekableStreamError,)),  # sent once more only for another region
    )
    for kind, errors in kinds:
        if isinstance(error, errors):
            return kind(where=where)
    raise error


def _is_of_other_name(error: BaseException | None) -> bool:
    """Whether urllib3, which compares names by itself, found that of another server."""
    from urllib3.util.ssl_match_hostname import CertificateError as OtherNameError

    while error is not None and not isinstance(error, OtherNameError):
        error = error.__cause__ or error.__context__
    return error is not None


def _of_answer(response: Mapping[str, Any], where: str) -> NetworkError:
    """Name a refusal: by its code; where it has none, by its status and the server's clock."""
    import httpx

    from kta_desktop.exchange.http_facts import is_clock_off

    said = response.get("ResponseMetadata", {})
    status = int(said.get("HTTPStatusCode", 0))
    kind = _CODES.get(str(response.get("Error", {}).get("Code"))) or _STATUSES.get(status)
    is_refused = kind is ForbiddenError or (kind is None and status in (400, 403))
    if is_refused and is_clock_off(httpx.Headers(said.get("HTTPHeaders", {}))):
        return ClockError(where=where)
    return of_status(status, where) if kind is None else kind(where=where)
