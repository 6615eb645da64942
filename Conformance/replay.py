"""Recorded requests, sent again with what is registered in the emulator in place of what was registered in the recording."""

import base64
import functools
import hashlib
import json
import pathlib
import secrets
import time
import urllib.parse
import uuid

import jwt
from cryptography.hazmat.primitives import hashes

import registrations
from common import ADMIN, APART, MODULE_APP, PASSWORD, PUBLIC_APP, SECRET, SECRET_APP, TENANT, URL, session
from material import certificate, foreign_token, trust_issuer
from person import Person

REDIRECT = "http://localhost:40123"


@functools.cache
def recorded():
    """All requests of the fixture."""
    file = pathlib.Path(__file__).with_name("recorded-requests.jsonl")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def requests_where(path, **body):
    """The recorded requests to a path's end with these fields in the body; a field named None must be absent."""
    found = [
        row for row in recorded()
        if row["path"].split("?")[0].lower().endswith(path)
        and all((row["body"] or {}).get(name) == value if value is not ... else name in (row["body"] or {})
                for name, value in body.items())
    ]
    assert found, f"no recorded request to {path} with {body}"
    return found


def host_of(row):
    """Where a request goes: to the authority it named where names are the emulator's, else to the emulator."""
    return f"https://{row['host']}" if APART and row["host"].startswith("login.") else URL


def fill(value, app):
    """A text or an object with the emulator's values in place of placeholders."""
    text = json.dumps(value)
    for placeholder, replacement in {
        "{tid}": TENANT, "{app}": app, "{base}": URL, "{base-host}": URL.removeprefix("https://"), "<guid>": str(uuid.uuid4()),
        "{oid}": str(uuid.uuid4()),
    }.items():
        text = text.replace(placeholder, replacement)
    return json.loads(text)


def sign(shape, app, token_url):
    """A client assertion of the recorded shape, its times as texts or numbers as recorded."""
    header, claims = fill(shape["header"], app), fill(shape["claims"], app)
    made, now = certificate(), int(time.time())
    header["x5t#S256"] = base64.urlsafe_b64encode(made.certificate.fingerprint(hashes.SHA256())).decode().rstrip("=")
    if "x5c" in header:
        header["x5c"] = made.base64
    as_recorded = str if isinstance(claims["exp"], str) else int
    claims |= {
        "aud": token_url, "iss": app, "sub": app, "jti": str(uuid.uuid4()), "nbf": as_recorded(now),
        "exp": as_recorded(now + 600),
    }
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    algorithm = jwt.algorithms.get_default_algorithms()[header["alg"]]
    parts.append(base64.urlsafe_b64encode(algorithm.sign(b".".join(parts), made.key)).rstrip(b"="))
    return b".".join(parts).decode()


def send(row, app=None, **fields):
    """Sends a recorded request; fields replace what is opaque in the recording."""
    body = dict(row["body"] or {})
    app = app or (registrations.automation()[0].id if "client_assertion" in body else SECRET_APP)
    url = host_of(row) + fill(row["path"], app)
    if "client_assertion" in body and "exp" not in body["client_assertion"]["claims"]:
        trust_issuer()
        body["client_assertion"] = foreign_token()
    elif "client_assertion" in body:
        body["client_assertion"] = sign(body["client_assertion"], app, url.split("?")[0])
    if "client_secret" in body:
        body["client_secret"] = SECRET
    if "password" in body:
        body |= {"username": ADMIN, "password": PASSWORD}
    body = {name: value for name, value in fill(body, app).items()} | fields
    headers = {name: value for name, value in fill(row["headers"], app).items() if "<" not in value}
    return session().request(row["method"], url, headers=headers, data=body or None, allow_redirects=False)


def accepted(answer):
    """The JSON of an answer that must be one of success."""
    assert answer.status_code == 200, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    assert answer.headers["Content-Type"].lower() == "application/json; charset=utf-8", answer.headers["Content-Type"]
    if asked := answer.request.headers.get("client-request-id"):
        assert answer.headers.get("client-request-id") == asked, "client-request-id was not returned"
    return answer.json()


def device_token(row):
    """Goes through the device flow to which a recorded poll belongs, and returns the code and the answer of the last poll.

    MSAL.NET gives up when it is told to slow down, so that it must not be.
    """
    app = MODULE_APP if row["body"]["client_id"] == MODULE_APP else PUBLIC_APP
    claims = row["body"].get("claims")
    start = next(
        other for other in requests_where("/devicecode")
        if other["path"].split("/")[1] == row["path"].split("/")[1] and (other["body"].get("claims") == claims)
        and (other["body"]["client_id"] == MODULE_APP) == (app == MODULE_APP)
    )
    code = accepted(send(start, app))
    for _ in range(2 if "x-client-SKU" in row["headers"] else 1):
        pending = send(row, app, device_code=code["device_code"])
        assert pending.status_code == 400 and pending.json()["error"] == "authorization_pending", pending.text
    user = "admin@fabrikam.com" if "/fabrikam" in row["path"] else ADMIN
    Person(user).enter_device_code(code["verification_uri"], code["user_code"])
    return code, accepted(send(row, app, device_code=code["device_code"]))


def code_for(row, verifier):
    """Opens a recorded authorize request in a browser and returns the fields of the redirect."""
    parts = urllib.parse.urlsplit(fill(row["path"], MODULE_APP))
    query = dict(urllib.parse.parse_qsl(parts.query))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query |= {"redirect_uri": REDIRECT, "code_challenge": challenge, "state": f"{uuid.uuid4()}{uuid.uuid4()}"}
    page = Person().open(f"{host_of(row)}{parts.path}?{urllib.parse.urlencode(query)}")
    assert page.status_code == 302, f"without response_mode the answer must be a redirect, not {page.status_code}"
    location = urllib.parse.urlsplit(page.headers["Location"])
    assert f"{location.scheme}://{location.netloc}" == REDIRECT and not location.fragment, page.headers["Location"]
    answer = dict(urllib.parse.parse_qsl(location.query))
    assert answer["state"] == query["state"], answer
    return answer


def verifier():
    """A verifier of the recorded length."""
    return secrets.token_urlsafe(96)[:128]
