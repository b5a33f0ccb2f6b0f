"""A certificate authority of the test's own, and what servers show that it signed."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_YEAR = timedelta(days=365)


class Authority:
    """Signs certificates of servers on loopback.

    Attributes:
        pem: Its own certificate.
    """

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("KTA tests")
        now = datetime.now(UTC)
        certificate = (
            _certificate(self._name, self._name, self._key.public_key())
            .not_valid_before(now - 9 * _YEAR)
            .not_valid_after(now + 9 * _YEAR)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.pem = certificate.public_bytes(serialization.Encoding.PEM).decode()

    def shown(self, folder, *, host="127.0.0.1", begin=-_YEAR, end=_YEAR) -> ssl.SSLContext:
        """Return what a server shows: a certificate for ``host``, valid from now + begin to end."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        certificate = (
            _certificate(_name(host), self._name, key.public_key())
            .not_valid_before(now + begin)
            .not_valid_after(now + end)
            .add_extension(x509.SubjectAlternativeName([_host(host)]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        file = folder / f"{host}-{begin.days}-{end.days}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _certificate(name, issuer, key):
    number = x509.random_serial_number()
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer)
    return builder.public_key(key).serial_number(number)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _host(host):
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
