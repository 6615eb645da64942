"""A certificate authority that nobody knows, for a server of a check's own."""

import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificates(folder):
    """A certificate authority and a certificate by it for a server on this machine, as files."""
    now = datetime.datetime.now(datetime.timezone.utc)

    def certificate(name, key, issuer, issuing_key, *extensions):
        builder = x509.CertificateBuilder(
            issuer_name=issuer, subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), public_key=key.public_key(),
            serial_number=x509.random_serial_number(), not_valid_before=now - datetime.timedelta(hours=1),
            not_valid_after=now + datetime.timedelta(days=1),
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(issuing_key, hashes.SHA256())

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = "Authority of another provider"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    root = certificate(name, root_key, subject, root_key, (x509.BasicConstraints(True, None), True))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    leaf = certificate("localhost", key, subject, root_key, (names, False))
    folder.mkdir(exist_ok=True)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(root.public_bytes(pem))
    (folder / "server.pem").write_bytes(leaf.public_bytes(pem) + key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))
    return folder / "ca.pem", folder / "server.pem"
