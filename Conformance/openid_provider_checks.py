"""An OpenID provider that is not Entra ID: exo gets tokens by every grant, renews them, and works with them."""

import os
import re
import subprocess
import time

from common import ADMIN, EXCHANGE, TENANT, WORK, exo
from openid_provider import DEVICE_CODE_GRANT_TYPE, running

SECRETS = WORK / "config/exo/secrets"


def surroundings(provider, **more):
    """Where the service that trusts the provider is, and whom exo trusts for it."""
    return {"EXO_EMULATOR_PORT": str(provider.port), "EXO_CA_FILE": provider.ca, "NO_COLOR": "1", **more}


def connecting(name, provider, *way):
    """The words that connect through the provider as a person."""
    return [
        "connect", "--cloud", "emulator", "--name", name, "--user-principal-name", ADMIN, "--tenant", TENANT,
        "--issuer", provider.issuer, "--client-id", "person", *way,
    ]


def browser(provider):
    """A program that opens the page as a browser whose person is signed in and agrees."""
    program = WORK / "openid-browser"
    program.write_text(f'#!/bin/sh\nexec curl --silent --location --cacert {provider.ca} --output {WORK}/openid-page "$1"\n')
    program.chmod(0o700)
    return str(program)


def last_page():
    """The page that the browser ended at; it may still be reading it when exo has ended."""
    page, deadline = WORK / "openid-page", time.monotonic() + 10
    while not (page.exists() and "</html>" in page.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return page.read_text()


def works(name, provider):
    """Shows that the service accepts the connection's token."""
    found = exo("Get-OrganizationConfig", "--connection", name, "--output", "json", environment=surroundings(provider))
    assert "contoso" in found, found


def end_tokens(name):
    """Has the kept access token of a connection end, so that it must be renewed."""
    file = SECRETS / f"{name}~tokens"
    text = file.read_bytes()
    ended = re.sub(rb'"(expires_on|extended_expires_on)":"\d+"', rb'"\1":"1000000000"', text)
    assert ended != text, text
    file.write_bytes(ended)


def renews(name, provider):
    """Shows that a connection redeems its refresh token, each one once, and says so when there is none any more."""
    for _ in range(2):
        end_tokens(name)
        provider.asked.clear()
        works(name, provider)
        assert [(form["grant_type"], status) for form, status, _ in provider.asked] == [("refresh_token", 200)], provider.asked
        works(name, provider)
        assert len(provider.asked) == 1, "a token that is still good was renewed"
    assert len(provider.refresh_tokens) == 1, "a refresh token was not rotated"
    provider.refresh_tokens.clear()
    end_tokens(name)
    said = exo("Get-OrganizationConfig", "--connection", name, status=3, environment=surroundings(provider))
    assert "invalid_grant" in said and "exo connect" in said and "--issuer" in said, said


def check_client_credentials():
    """An application's token by its secret; the wrong secret is refused as the provider says it."""
    with running() as provider:
        secret = WORK / "openid-secret"
        secret.write_text("the daemon's secret")
        secret.chmod(0o600)
        words = [
            "connect", "--cloud", "emulator", "--name", "openid-daemon", "--organization", TENANT, "--issuer", provider.issuer,
            "--client-id", "daemon", "--client-secret-file", str(secret),
        ]
        exo(*words, environment=surroundings(provider))
        form, status, reply = provider.asked[0]
        assert status == 200 and form["scope"] == f"{EXCHANGE}/.default" and reply["token_type"] == "Bearer", provider.asked
        works("openid-daemon", provider)
        assert len(provider.asked) == 1, "a token that is still good was asked for again"
        secret.write_text("another secret")
        said = exo(*words, status=3, environment=surroundings(provider))
        assert "invalid_client" in said and "another secret" not in said, said


def check_browser():
    """A code with PKCE, a nonce in the ID token, the issuer in the answer; then renewal."""
    with running() as provider:
        environment = surroundings(provider, BROWSER=browser(provider))
        exo(*connecting("openid-browser", provider, "--browser"), environment=environment)
        form, status, reply = provider.asked[0]
        assert status == 200 and form["grant_type"] == "authorization_code" and reply["id_token"], provider.asked
        assert len(form["code_verifier"]) >= 43 and "client_secret" not in form, form
        assert "You are signed in" in last_page()
        works("openid-browser", provider)
        renews("openid-browser", provider)


def check_browser_without_consent():
    """Nobody agrees: exo says so and keeps nothing."""
    with running() as provider:
        provider.consents = False
        environment = surroundings(provider, BROWSER=browser(provider))
        said = exo(*connecting("openid-refused", provider, "--browser"), status=3, environment=environment)
        assert "cancelled" in said and "access_denied" in said and not provider.asked, said
        assert not (SECRETS / "openid-refused~tokens").exists()


def device(provider, name, agrees):
    """Signs in with a device code; the person decides when exo has asked twice."""
    running = subprocess.Popen(
        ["exo", *connecting(name, provider, "--device")], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, env={**os.environ, **surroundings(provider)},
    )
    said = ""
    for line in running.stderr:
        said += line
        if code := re.search(r"\b[B-Z]{4}-[B-Z]{4}\b", said):
            break
    assert code and f"{provider.issuer}/device" in said, said
    provider.decided[code.group(0)] = agrees
    said += running.stderr.read()
    return running.wait(), said


def check_device_code():
    """A device code: agreed to, then renewed; and declined."""
    with running() as provider:
        status, said = device(provider, "openid-device", agrees=True)
        assert status == 0, said
        form, status, reply = provider.asked[-1]
        assert status == 200 and form["grant_type"] == DEVICE_CODE_GRANT_TYPE and reply["refresh_token"], provider.asked
        assert all(reply["error"] != "slow_down" for _, status, reply in provider.asked if status != 200), provider.asked
        works("openid-device", provider)
        renews("openid-device", provider)
        status, said = device(provider, "openid-declined", agrees=False)
        assert status == 3 and "declined" in said, said
