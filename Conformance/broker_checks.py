"""The identity broker of a Linux desktop: exo gets tokens through it, and tells apart what can be wrong with it."""

import os
import re
import signal
import subprocess
import time

from broker import Refused, private_bus, running
from common import ADMIN, EXCHANGE, MODULE_APP, TENANT, URL, WORK, control, exo, payload, rows

SECRETS = WORK / "config/exo/secrets"
REDIRECT = "https://login.microsoftonline.com/common/oauth2/nativeclient"
ACCOUNT = {
    "name": "Contoso Administrator", "givenName": "Contoso", "username": ADMIN, "homeAccountId": f"somebody.{TENANT}",
    "localAccountId": "somebody", "realm": TENANT, "environment": "login.windows.net", "passwordExpiry": 0, "clientInfo": "",
}


def words(name):
    return ["connect", "--cloud", "emulator", "--name", name, "--user-principal-name", ADMIN, "--tenant", TENANT, "--broker"]


def accounts(document):
    assert document == {"clientId": MODULE_APP, "redirectUri": REDIRECT}, document
    return {"accounts": [{**ACCOUNT, "username": "jo@contoso.com", "homeAccountId": f"jo.{TENANT}"}, ACCOUNT]}


def nobody(_):
    return {"accounts": []}


def token(document):
    """A token of the user, as the broker gives it."""
    asked = document["authParameters"]
    assert asked["clientId"] == MODULE_APP and asked["redirectUri"] == REDIRECT and asked["username"] == ADMIN, asked
    assert asked["authority"] == f"{URL.removesuffix('/')}/{TENANT}" and asked["authorizationType"] == 1, asked
    assert asked["requestedScopes"] == [f"{EXCHANGE}/.default"] and asked["uxContextHandle"] == -1, asked
    text = control("POST", "tokens", {"tenant": TENANT, "resource": EXCHANGE, "user": ADMIN, "client": MODULE_APP})["access_token"]
    end = payload(text)["exp"] * 1000
    return {"brokerTokenResponse": {
        "accessToken": text, "accessTokenType": 0, "idToken": "", "account": ACCOUNT, "clientInfo": "", "expiresOn": end,
        "extendedExpiresOn": end, "grantedScopes": [f"{EXCHANGE}/.default"],
    }}


def on(address):
    return {"DBUS_SESSION_BUS_ADDRESS": address}


def check_token():
    """Without a window where the broker knows the user; renewed by the broker too; a slow answer is waited for."""
    with private_bus() as address:
        with running(address, getAccounts=accounts, acquireTokenSilently=token) as broker:
            exo(*words("by-broker"), environment=on(address))
            assert [method for method, _ in broker.asked] == ["getAccounts", "acquireTokenSilently"], broker.asked
            assert broker.asked[1][1]["authParameters"]["account"]["homeAccountId"] == f"somebody.{TENANT}", broker.asked
            # A token that is kept is used where there is no desktop, too.
            assert rows("Get-OrganizationConfig", "--connection", "by-broker")
            assert len(broker.asked) == 2, "the broker was asked for a token that is kept"
            file = SECRETS / "by-broker~tokens"
            file.write_text(re.sub(r'"(expires_on|extended_expires_on)":"\d+"', r'"\1":"1000000000"', file.read_text()))

            def slowly(document):
                time.sleep(1)
                return token(document)

            broker.methods["acquireTokenSilently"] = slowly
            exo("Get-OrganizationConfig", "--connection", "by-broker", environment=on(address))
            assert [method for method, _ in broker.asked[2:]] == ["getAccounts", "acquireTokenSilently"], broker.asked


def check_window():
    """The broker's own window where it knows nobody; but never for a later command."""
    with private_bus() as address, running(address, getAccounts=nobody, acquireTokenInteractively=token) as broker:
        exo(*words("by-window"), environment=on(address))
        assert [method for method, _ in broker.asked] == ["getAccounts", "acquireTokenInteractively"], broker.asked
        exo("token", "forget", "by-window")
        said = exo("Get-OrganizationConfig", "--connection", "by-window", status=3, environment=on(address))
        assert "no such account" in said and "exo connect" in said and broker.asked[-1][0] == "getAccounts", said


def check_what_is_wrong():
    """No bus, nobody on it, an error of D-Bus, an error of the broker's, no JSON: each has a message of its own."""
    said = exo(*words("no-bus"), status=3, environment={"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": ""})
    assert "this session has no message bus" in said, said
    said = exo(*words("no-bus"), status=3, environment=on("unix:path=/var/empty/bus"))
    assert "there is no identity broker: the session bus cannot be used" in said, said
    with private_bus() as address:
        said = exo(*words("no-broker"), status=3, environment=on(address))
        assert "there is no identity broker: no program has the name com.microsoft.identity.broker1" in said, said

        def raising(_):
            raise Refused("com.microsoft.identity.Error.Unwell")

        for answer, expected in (
            (raising, "the identity broker failed: of the broker's own (com.microsoft.identity.Error.Unwell)"),
            (lambda _: {"error": {"context": "not enrolled", "errorCode": 17}}, "refused: context not enrolled, errorCode 17"),
            (lambda _: ["accounts"], "no JSON object"),
        ):
            with running(address, getAccounts=answer):
                said = exo(*words("no-token"), status=3, environment=on(address))
                assert expected in said, said
    assert not list(SECRETS.glob("no-*~tokens"))


def check_silence():
    """A broker that never answers is left at once on an interrupt; one that goes away meanwhile is told of."""
    with private_bus() as address:
        for gone in (False, True):
            with running(address, getAccounts=lambda _: None) as broker:
                process = subprocess.Popen(
                    ["exo", *words("silent")], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                    env={**os.environ, **on(address)},
                )
                deadline = time.monotonic() + 20
                while not broker.asked and time.monotonic() < deadline:
                    time.sleep(0.02)
                assert broker.asked, "exo did not ask"
                if gone:
                    broker.close()
                else:
                    process.send_signal(signal.SIGINT)
                said = process.communicate(timeout=20)[1]
                assert process.returncode == (3 if gone else 5), said
                assert not gone or "the identity broker failed:" in said and "org.freedesktop.DBus.Error.NoReply" in said, said
