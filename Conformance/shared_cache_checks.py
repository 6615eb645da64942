"""One cache of tokens for exo and MSAL for Python with its extensions: each reads and replaces what the other wrote."""

import json
import os
import re
import subprocess

from msal_extensions import FilePersistence, PersistedTokenCache

from common import ADMIN, DOMAIN, PUBLIC_APP, SCOPE, SECRET, SECRET_APP, TENANT, URL, WORK, control, exo, expect
from msal_clients import confidential, public
from person import Person

SECRETS = WORK / "config/exo/secrets"


def shared(connection):
    """The cache of a connection as msal-extensions sees it."""
    return PersistedTokenCache(FilePersistence(str(SECRETS / f"{connection}~tokens")))


def entries(connection):
    """The names of the entries in a connection's cache, by their sections."""
    document = json.loads((SECRETS / f"{connection}~tokens").read_text())
    return {section: sorted(names) for section, names in document.items()}


def token_requests():
    """How many tokens the emulator was asked for since its log was emptied."""
    return sum(entry["path"].endswith("/token") for entry in control("GET", "requests?limit=1000")["requests"])


def application(name):
    """A connection with an application's secret, and what it has in the cache."""
    exo(
        "connect", "--cloud", "emulator", "--name", name, "--organization", DOMAIN,
        "--client-id", SECRET_APP, "--client-secret-stdin", token=SECRET,
    )
    return exo("token", "get", "--connection", name).strip()


def check_application():
    """An application's token: MSAL takes exo's, exo takes MSAL's, and nothing stands there twice."""
    own = application("shared-application")
    for tenant in (TENANT, DOMAIN):
        client = confidential(tenant=tenant, host=URL, token_cache=shared("shared-application"))
        taken = expect(client.acquire_token_for_client(SCOPE))
        assert taken["token_source"] == "cache" and taken["access_token"] == own, (tenant, taken["token_source"])
    before = entries("shared-application")
    (SECRETS / "shared-application~tokens").unlink()
    client = confidential(tenant=TENANT, host=URL, token_cache=shared("shared-application"))
    theirs = expect(client.acquire_token_for_client(SCOPE))["access_token"]
    assert theirs != own
    assert exo("token", "get", "--connection", "shared-application").strip() == theirs
    assert entries("shared-application") == before, (entries("shared-application"), before)


def check_user():
    """A user's tokens: MSAL redeems exo's refresh token, exo takes what came of it, and nothing stands there twice."""
    signing_in = subprocess.Popen(
        ["exo", "connect", "--cloud", "emulator", "--name", "shared-user", "--user-principal-name", ADMIN, "--tenant",
         TENANT, "--client-id", PUBLIC_APP, "--device"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )
    said = ""
    for line in signing_in.stderr:
        said += line
        if code := re.search(r"\b[A-Z0-9]{9}\b", said):
            break
    address = re.search(r"https://\S+", said)
    assert code and address, said
    Person().enter_device_code(address.group(0).rstrip("."), code.group(0))
    said += signing_in.stderr.read()
    assert signing_in.wait() == 0, said
    own = exo("token", "get", "--connection", "shared-user").strip()
    before = entries("shared-user")

    client = public(tenant=TENANT, host=URL, token_cache=shared("shared-user"))
    account = client.get_accounts(ADMIN)[0]
    taken = expect(client.acquire_token_silent(SCOPE, account))
    assert taken["token_source"] == "cache" and taken["access_token"] == own, taken["token_source"]
    renewed = expect(client.acquire_token_silent(SCOPE, account, force_refresh=True))["access_token"]
    assert renewed != own
    assert exo("token", "get", "--connection", "shared-user").strip() == renewed
    assert entries("shared-user") == before, (entries("shared-user"), before)
    client.remove_account(account)
    done = subprocess.run(["exo", "token", "get", "--connection", "shared-user"], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "no token is kept" in done.stderr, done.stderr


def check_ten_processes():
    """Ten processes that find no token ask for one between them."""
    application("ten-processes")
    (SECRETS / "ten-processes~tokens").unlink()
    control("DELETE", "requests", {})
    running = [
        subprocess.Popen(["exo", "token", "get", "--connection", "ten-processes"], stdout=subprocess.PIPE, text=True)
        for _ in range(10)
    ]
    printed = {process.communicate(timeout=60)[0] for process in running}
    assert len(printed) == 1 and all(process.returncode == 0 for process in running), printed
    assert token_requests() == 1, token_requests()
    assert [name.name for name in SECRETS.glob("ten-processes~tokens*")] == ["ten-processes~tokens"]


def check_full_disk():
    """Where the tokens cannot be written down, the old ones stay, and the reason is told."""
    application("full-disk")
    file = SECRETS / "full-disk~tokens"
    # The token has ended for exo, so that it asks for another.
    ended = re.sub(rb'"expires_on":"\d+"', b'"expires_on":"1000000000"', file.read_bytes())
    file.write_bytes(ended)
    done = subprocess.run(
        ["bash", "-c", "trap '' XFSZ; ulimit -f 1; exec exo token get --connection full-disk"],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env=os.environ,
    )
    assert done.returncode != 0 and "cannot write the token cache" in done.stderr, done.stderr
    assert file.read_bytes() == ended
    assert [name.name for name in SECRETS.glob("full-disk~tokens*")] == ["full-disk~tokens"]
