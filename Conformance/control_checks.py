"""The control API, with other people's verifiers: bad tokens, new keys, the log, and a tenant carried elsewhere."""

import base64

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from common import ADMIN, DOMAIN, EXCHANGE, SCOPE, SECRET, SECRET_APP, TENANT, URL, connect, control, exo, expect, invoke, \
    payload, rows, session, works_for_user
from msal_clients import confidential

FAULTS = [
    "expired", "notYetValid", "wrongAudience", "wrongIssuer", "wrongTenant", "algNone", "sharedSecret", "stranger", "unknownKey",
    "tampered", "unsigned",
]


def token(kind="none", **more):
    return control("POST", "tokens", {"kind": kind, **more})["access_token"]


def verified(text):
    """The claims of a token, verified by PyJWT with the published keys."""
    keys = session().get(f"{URL}/common/discovery/keys").json()
    header = jwt.get_unverified_header(text)
    key = next((jwt.PyJWK(key, algorithm="RS256") for key in keys["keys"] if key["kid"] == header.get("kid")), None)
    assert key, "the key is not published"
    return jwt.decode(text, key, algorithms=["RS256"], audience=EXCHANGE, issuer=f"https://sts.windows.net/{TENANT}/")


def check_bad_tokens():
    """A token with any fault is refused by the admin API; a good one of the same making is accepted."""
    good = token(user=ADMIN)
    assert invoke(good).status_code == 200 and verified(good)["upn"] == ADMIN
    works_for_user(good)
    for kind in FAULTS:
        answer = invoke(token(kind, user=ADMIN))
        assert answer.status_code in (401, 403), (kind, answer.status_code)
        assert answer.status_code == 401 or kind == "wrongTenant", (kind, answer.status_code)
        assert answer.status_code != 401 or "WWW-Authenticate" in answer.headers, kind
    for kind in ("expired", "wrongAudience"):
        said = exo("connect", "--cloud", "emulator", "--user-principal-name", ADMIN, "--access-token-stdin",
                   token=token(kind, user=ADMIN), status=3)
        assert said, kind


def check_key_rotation():
    """Tokens of the old key are good until it is retired; the new key is published at once."""
    old = expect(confidential().acquire_token_for_client(SCOPE))["access_token"]
    before = {key["kid"] for key in session().get(f"{URL}/common/discovery/keys").json()["keys"]}
    control("POST", "keys/rotate", {})
    new = expect(confidential().acquire_token_for_client(SCOPE))["access_token"]
    kid = jwt.get_unverified_header(new)["kid"]
    assert kid not in before, "the same key signs"
    assert verified(new) and verified(old), "a published key is missing"
    assert invoke(old).status_code == 200 and invoke(new).status_code == 200
    control("POST", "keys/retire", {})
    assert invoke(old).status_code == 401 and invoke(new).status_code == 200


def check_keys_are_certificates():
    """Every key's certificate holds the same key and has the name that is said."""
    for key in session().get(f"{URL}/{TENANT}/discovery/v2.0/keys").json()["keys"]:
        certificate = x509.load_der_x509_certificate(base64.b64decode(key["x5c"][0], validate=True))
        name = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA1())).decode().rstrip("=")
        assert key["kid"] == key["x5t"] == name, key["kid"]
        assert certificate.public_key().public_numbers() == jwt.PyJWK(key, algorithm="RS256").key.public_numbers()


def check_clock():
    """A token ends when the emulator's time says so."""
    text = expect(confidential().acquire_token_for_client(SCOPE))["access_token"]
    assert invoke(text).status_code == 200
    control("POST", "clock", {"advanceSeconds": payload(text)["exp"] - payload(text)["iat"] + 600})
    try:
        assert invoke(text).status_code == 401
    finally:
        control("POST", "clock", {"reset": True})


def check_sign_in_log():
    """Each request for a token stands in the log with its outcome, and no secret does."""
    expect(confidential().acquire_token_for_client(SCOPE))
    confidential(credential="wrong").acquire_token_for_client(SCOPE)
    text = session().get(f"{URL}/_emulator/signins?client={SECRET_APP}").text
    assert SECRET not in text and "eyJ" not in text, "a secret stands in the log"
    codes = [str(entry) for entry in session().get(f"{URL}/_emulator/signins?code=7000215").json()["signIns"]]
    assert codes and all(SECRET_APP in entry for entry in codes), codes


def check_export_and_import():
    """A tenant carried elsewhere and back: what was granted still holds, what was changed in between does not."""
    before = session().get(f"{URL}/_emulator/export")
    assert before.status_code == 200, before.text
    text = expect(confidential().acquire_token_for_client(SCOPE))["access_token"]
    name = connect(text, "--organization", DOMAIN)
    exo("Set-Mailbox", "-Identity", "adele@contoso.com", "-Office", "Elsewhere", "--connection", name)
    answer = session().post(
        f"{URL}/_emulator/import", data=before.content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    seen = rows("Get-Mailbox", "-Identity", "adele@contoso.com", "--connection", name)
    assert seen[0]["Office"] != "Elsewhere", seen[0]["Office"]
    expect(confidential(tenant=TENANT).acquire_token_for_client(SCOPE))
