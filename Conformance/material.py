"""Keys, certificates and assertions that clients prove themselves with."""

import base64
import datetime
import functools
import time
import uuid

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from common import WORK, control

PASSPHRASE = "conformance"


class Certificate:
    """A key and its certificate, signed by itself, in every form that a client reads."""

    def __init__(self, name):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.timezone.utc)
        self.certificate = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=365)).sign(self.key, hashes.SHA256())
        )
        self.der = self.certificate.public_bytes(serialization.Encoding.DER)
        self.pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        self.key_pem = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        self.thumbprint = self.certificate.fingerprint(hashes.SHA1()).hex().upper()
        self.base64 = base64.b64encode(self.der).decode()
        self.pem_file = WORK / f"{name}.pem"
        self.pem_file.write_text(self.key_pem + self.pem)
        self.certificate_file = WORK / f"{name}.cer"
        self.certificate_file.write_bytes(self.der)
        self.pfx_file = WORK / f"{name}.pfx"
        self.pfx_file.write_bytes(
            pkcs12.serialize_key_and_certificates(
                name.encode(), self.key, self.certificate, None,
                serialization.BestAvailableEncryption(PASSPHRASE.encode()),
            )
        )


@functools.cache
def certificate(name="conformance"):
    """The certificate of this name, made once."""
    return Certificate(name)


@functools.cache
def issuer_key():
    """The signing key of a foreign token service, such as a build server's or a cluster's."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


ISSUER = "https://issuer.example/conformance"
SUBJECT = "system:serviceaccount:mail:reporter"
EXCHANGE_AUDIENCE = "api://AzureADTokenExchange"


def issuer_keys():
    """The foreign service's key document."""
    return {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(issuer_key().public_key(), as_dict=True), "kid": "1", "use": "sig"}]}


def trust_issuer():
    """Gives the emulator the foreign service's keys, which it cannot fetch."""
    control("PUT", "issuers", {"issuer": ISSUER, "keys": issuer_keys()})


def foreign_token(subject=SUBJECT, issuer=ISSUER, audience=EXCHANGE_AUDIENCE):
    """A token of the foreign service."""
    now = int(time.time())
    return jwt.encode(
        {"iss": issuer, "sub": subject, "aud": audience, "iat": now, "nbf": now, "exp": now + 600, "jti": str(uuid.uuid4())},
        issuer_key(), algorithm="RS256", headers={"kid": "1"},
    )
