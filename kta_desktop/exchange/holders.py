"""Whom a certificate names, for how long, and who says so; trust in the issuer is not asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name, ObjectIdentifier


class Term(StrEnum):
    """How a certificate stands to a moment."""

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whom a certificate names, and who says so.

    Attributes:
        name: Of the person; empty if the certificate names none.
        organisation: Empty if it names none.
        issuer: Who gave it out.
        is_self_signed: Whether nobody but the holder vouches for it.
        since: ISO time (UTC) from which it is in force.
        until: ISO time (UTC) of its end.
    """

    name: str
    organisation: str
    issuer: str
    is_self_signed: bool
    since: str
    until: str

    def term(self, at: str) -> Term:
        """Return how the certificate stands to an ISO time with zone."""
        moment = datetime.fromisoformat(at)
        if moment < datetime.fromisoformat(self.since):
            return Term.NOT_YET
        return Term.EXPIRED if moment > datetime.fromisoformat(self.until) else Term.IN_FORCE


def holder_of(certificate: "Certificate") -> Holder:
    """Return whom a certificate names."""
    from cryptography.x509.oid import NameOID

    subject, issuer = certificate.subject, certificate.issuer
    given = (_part(subject, NameOID.COMMON_NAME), _part(subject, NameOID.GIVEN_NAME))
    return Holder(
        name=" ".join(filter(None, given)),
        organisation=_part(subject, NameOID.ORGANIZATION_NAME),
        issuer=_part(issuer, NameOID.COMMON_NAME) or _part(issuer, NameOID.ORGANIZATION_NAME),
        is_self_signed=subject == issuer,
        since=certificate.not_valid_before_utc.isoformat(),
        until=certificate.not_valid_after_utc.isoformat(),
    )


def _part(name: "Name", oid: "ObjectIdentifier") -> str:
    return ", ".join(str(part.value) for part in name.get_attributes_for_oid(oid))
