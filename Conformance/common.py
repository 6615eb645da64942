"""Where the emulator is, what its seed holds, and exo."""

import base64
import functools
import itertools
import json
import os
import pathlib
import socket
import subprocess
import threading

import requests

APART = os.environ.get("EXO_APART") == "1"
#: The emulator by its own name: portal, control, and what `exo --cloud emulator` asks.
URL = os.environ["EXO_EMULATOR_URL"]
#: The sign-in side and Graph, by the names of the public cloud in a box.
AUTHORITY = "https://login.microsoftonline.com" if APART else URL
GRAPH = "https://graph.microsoft.com" if APART else URL
CA = f"{os.environ['EXO_EMULATOR_HOME']}/ca.pem"
IDENTITY = os.environ["EXO_IDENTITY_URL"]
WORK = pathlib.Path(os.environ["EXO_WORK"])

TENANT = "11111111-1111-4111-8111-111111111111"
DOMAIN = "contoso.onmicrosoft.com"
CUSTOMER = "22222222-2222-4222-8222-222222222222"
ADMIN = "admin@contoso.com"
PASSWORD = "Emulator-Passw0rd"

EXCHANGE = "https://outlook.office365.com"
SCOPE = [f"{EXCHANGE}/.default"]
PUBLIC_APP = "aaaaaaaa-0000-4000-8000-000000000001"
SECRET_APP = "aaaaaaaa-0000-4000-8000-000000000002"
SECRET = "emulator-automation-secret"
MODULE_APP = "fb78d390-0c51-40cd-8e17-fdbfab77341b"

_numbers = itertools.count(1)


class Skipped(Exception):
    """What a check needs is not there on this machine."""


def apart(check):
    """Marks a check that needs a box."""

    @functools.wraps(check)
    def checked():
        if not APART:
            raise Skipped("it needs a box")
        check()

    return checked


def session():
    """An HTTP session that trusts the emulator."""
    made = requests.Session()
    made.verify = CA
    made.trust_env = False
    return made


def control(method, path, body=None):
    """A call of the control API."""
    answer = session().request(method, f"{URL}/_emulator/{path}", json=body)
    assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else {}


def exo(*arguments, token=None, status=0, environment=None):
    """Runs exo with a token on standard input and returns what it printed."""
    done = subprocess.run(
        ["exo", *arguments], input=token or "", capture_output=True, text=True, timeout=60,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == status, f"exo {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    if token:
        assert token not in done.stdout + done.stderr, "the token was printed"
    return done.stdout if status == 0 else done.stderr


def rows(*arguments):
    """The objects that a cmdlet returned."""
    return json.loads(exo(*arguments, "--output", "json"))


def connect(token, *whose):
    """Connects with a token, in a box to the cloud that it is for, and returns the connection's name."""
    name = f"connection-{next(_numbers)}"
    cloud = ["--cloud", "emulator"] if not APART or payload(token)["aud"].startswith(URL) else []
    exo("connect", *cloud, "--name", name, *whose, "--access-token-stdin", token=token)
    return name


def works_for_application(token, organization=DOMAIN):
    """Shows that exo can work with an application's token."""
    organizations = rows("Get-OrganizationConfig", "--connection", connect(token, "--organization", organization))
    assert len(organizations) == 1 and organizations[0]["Name"] == organization, organizations


def works_for_user(token, user=ADMIN):
    """Shows that exo can work with a user's token."""
    organizations = rows("Get-OrganizationConfig", "--connection", connect(token, "--user-principal-name", user))
    assert len(organizations) == 1, organizations


def payload(token):
    """The claims of a token, read as its receiver reads them."""
    text = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def expect(reply):
    """The reply of MSAL or ADAL, which must hold a token."""
    assert reply and "access_token" in reply, (reply or {}).get("error_description", reply)
    return reply


def refused(reply, error, code):
    """A reply of MSAL that must be a refusal with an AADSTS code."""
    assert reply.get("error") == error and code in reply.get("error_codes", []), reply
    assert f"AADSTS{code}" in reply["error_description"], reply
    assert reply.get("trace_id") and reply.get("correlation_id") and reply.get("timestamp"), reply
    return reply


def forward(port, target, address="127.0.0.1"):
    """Lets a port lead to a server at another one, and returns the port."""
    listener = socket.create_server(("127.0.0.1", port))

    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def serve():
        while True:
            client = listener.accept()[0]
            server = socket.create_connection((address, target))
            for pair in ((client, server), (server, client)):
                threading.Thread(target=copy, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


@functools.cache
def elsewhere():
    """The emulator's address with a port, which clients must not lose."""
    return f"https://localhost:{forward(0, 443)}" if APART else URL


def invoke(token):
    """A cmdlet, asked for without exo."""
    return session().post(
        f"{URL}/adminapi/beta/{TENANT}/InvokeCommand",
        headers={"Authorization": f"Bearer {token}", "X-AnchorMailbox": f"UPN:{ADMIN}"},
        json={"CmdletInput": {"CmdletName": "Get-OrganizationConfig", "Parameters": {}}},
    )
