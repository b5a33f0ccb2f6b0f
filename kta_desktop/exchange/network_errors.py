"""What can go wrong on the way to a place on the network, each as one coded sentence.

``where`` is the address as the user knows it, without a secret. ``is_lasting`` tells what every
audit would meet from what is worth another try after a pause.
"""

from collections.abc import Iterator
from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import (
    PlaceFullError,
    PlaceGoneError,
    PlaceReadOnlyError,
    RemoteAddressError,
    RemoteNotOursError,
    RemoteTooNewError,
    SealedFolderOnlyError,
)
from kta_desktop.i18n import N_

_NOT_YET_VALID, _EXPIRED = 9, 10  # X509_V_ERR_CERT_NOT_YET_VALID, _HAS_EXPIRED of OpenSSL
_OTHER_NAME = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH
_SERVER_FAULTS = 500


class NetworkError(KtaError):
    """A place on the network could not be used.

    Attributes:
        is_lasting: Whether it repeats by itself until a person or the network changes something.
    """

    is_lasting: ClassVar[bool] = True


class OfflineError(NetworkError):
    """No route, the name is not found, or nobody answers at the address."""

    code: ClassVar[str] = "offline"
    text: ClassVar[str] = N_(
        "There is no connection to {where}. Everything is kept and waits. "
        "Sending starts when the network is there; a USB stick works without it."
    )


class CutError(NetworkError):
    """The connection broke or fell silent midway."""

    code: ClassVar[str] = "connection-cut"
    text: ClassVar[str] = N_(
        "The connection to {where} broke off. What was already sent stays there, "
        "everything entered is kept. Sending continues where it stopped."
    )
    is_lasting: ClassVar[bool] = False


class PortalError(NetworkError):
    """The page on which one signs in to a network answered in place of the server."""

    code: ClassVar[str] = "captive-portal"
    text: ClassVar[str] = N_(
        "This network shows its sign-in page instead of {where}. Nothing was sent, everything is "
        "kept. Sign in to the network in a browser; sending continues afterwards."
    )


class ProxyFailedError(NetworkError):
    """The proxy of this network refuses, asks for a password, or is not there."""

    code: ClassVar[str] = "proxy-failed"
    text: ClassVar[str] = N_(
        "The proxy server of this network does not let the program through to {where}. "
        "Everything is kept. Ask the administrator of the network to allow this address."
    )


class CredentialsError(NetworkError):
    """Name, password or key are refused, or expired."""

    code: ClassVar[str] = "credentials-refused"
    text: ClassVar[str] = N_(
        "{where} does not accept the name or the password. Nothing was sent, everything is kept. "
        "Enter them anew in the settings of the place, or ask the centre for new ones."
    )


class ForbiddenError(CredentialsError):
    """The user is known, but may not do this there."""

    code: ClassVar[str] = "access-forbidden"
    text: ClassVar[str] = N_(
        "{where} does not allow this user to read or write there. Everything is kept. "
        "Ask the centre to allow it."
    )


class ClockError(NetworkError):
    """The clock of this computer and that of the server differ too much."""

    code: ClassVar[str] = "clock-wrong"
    text: ClassVar[str] = N_(
        "The date or time of this computer differs from that of {where}. Nothing was sent, "
        "everything is kept. Set the clock of the computer, then send again."
    )


class CertificateError(NetworkError):
    """The server cannot prove that it is the one: its certificate is of an unknown authority."""

    code: ClassVar[str] = "certificate-untrusted"
    text: ClassVar[str] = N_(
        "{where} cannot prove that it is the right server: its certificate is not trusted here. "
        "Nothing was sent, everything is kept. If the centre gave you a certificate file, add it "
        "in the settings of the place; otherwise call the centre."
    )


class CertificateExpiredError(CertificateError):
    """The time of the server's certificate is over."""

    code: ClassVar[str] = "certificate-expired"
    text: ClassVar[str] = N_(
        "The certificate of {where} has expired. Nothing was sent, everything is kept. "
        "Check the date of this computer; if it is right, call the centre."
    )


class CertificateNameError(CertificateError):
    """The certificate is of another server."""

    code: ClassVar[str] = "certificate-other-name"
    text: ClassVar[str] = N_(
        "The certificate that {where} shows belongs to another server. Nothing was sent, "
        "everything is kept. Check the address, or call the centre."
    )


class CertificateFileError(CertificateError):
    """The file with an authority to trust holds none."""

    code: ClassVar[str] = "certificate-file"
    text: ClassVar[str] = N_(
        "{where} holds no certificate that can be used. Nothing was changed. "
        "Choose the PEM file that the centre gave you."
    )


class QuotaError(NetworkError):
    """The room given to this user, or all of it, is used up."""

    code: ClassVar[str] = "quota"
    text: ClassVar[str] = N_(
        "There is no room left at {where}. What was already sent stays there, everything is kept. "
        "Ask the centre for more room; sending continues where it stopped."
    )


class ServerError(NetworkError):
    """The server fails or is busy; another time it may work."""

    code: ClassVar[str] = "server-failed"
    text: ClassVar[str] = N_(
        "{where} answered with a failure of its own. Everything is kept. "
        "The program tries again later."
    )
    is_lasting: ClassVar[bool] = False


class LockedError(ServerError):
    """Another program holds the file there."""

    code: ClassVar[str] = "remote-locked"
    text: ClassVar[str] = N_(
        "{where} is locked by another program. Everything is kept. The program tries again later."
    )


class NotServedError(NetworkError):
    """Something answers, but not what an address of this kind has to."""

    code: ClassVar[str] = "remote-not-served"
    text: ClassVar[str] = N_(
        "{where} answers, but files cannot be stored there. Nothing was sent, everything is kept. "
        "Check the address with the centre."
    )


class OpenLineError(NetworkError):
    """An address over which a password and the results would travel openly."""

    code: ClassVar[str] = "line-open"
    text: ClassVar[str] = N_(
        "Over {where} the password and the results could be read by others. Nothing was sent. "
        "Enter an address that begins with https."
    )


LASTING: tuple[type[NetworkError], ...] = (
    OfflineError,
    PortalError,
    ProxyFailedError,
    CredentialsError,
    ClockError,
    CertificateError,
    QuotaError,
    NotServedError,
    OpenLineError,
)
REPEATING: tuple[type[KtaError], ...] = (
    PlaceFullError,
    PlaceReadOnlyError,
    PlaceGoneError,
    RemoteTooNewError,
    RemoteNotOursError,
    RemoteAddressError,
    SealedFolderOnlyError,
    *LASTING,
)
"""What the next audit for the same place would meet as well."""


def of_httpx(error: Exception, where: str) -> KtaError:
    """Name what ``httpx`` raised while it spoke to ``where``.

    Raises:
        Exception: ``error`` itself if it is none that a line or server can cause.
    """
    import httpx

    if isinstance(error, httpx.InvalidURL):
        return _unusable(where)
    found = of_tls(error, where)
    if found is not None:
        return found
    if isinstance(error, httpx.ProxyError):
        return ProxyFailedError(where=where)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return OfflineError(where=where)
    if isinstance(error, httpx.UnsupportedProtocol):
        return _unusable(where)
    if isinstance(error, httpx.TransportError):  # broken, silent, or not the protocol
        return CutError(where=where)
    raise error


def _unusable(where: str) -> KtaError:
    return RemoteAddressError(url=where)


def of_tls(error: BaseException, where: str) -> NetworkError | None:
    """Name what the check of a certificate found, however deep it lies; None if it found nothing.

    A certificate whose time has not begun means that this computer's clock is behind.
    """
    import ssl

    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _of_verification(cause.verify_code, where)
        if isinstance(cause, ssl.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(cause):
            return CertificateError(where=where)
    return None


def _of_verification(code: int, where: str) -> NetworkError:
    if code == _NOT_YET_VALID:
        return ClockError(where=where)
    if code == _EXPIRED:
        return CertificateExpiredError(where=where)
    if code in _OTHER_NAME:
        return CertificateNameError(where=where)
    return CertificateError(where=where)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


_STATUSES: dict[int, type[NetworkError]] = {
    401: CredentialsError,
    403: ForbiddenError,
    407: ProxyFailedError,
    408: CutError,
    413: QuotaError,
    423: LockedError,
    425: ServerError,
    429: ServerError,
    507: QuotaError,
    511: PortalError,
}


def of_status(status: int, where: str) -> NetworkError:
    """Name what an HTTP status that is no success means."""
    kind = _STATUSES.get(status)
    if kind is None:
        kind = ServerError if status >= _SERVER_FAULTS else NotServedError
    return kind(where=where)
