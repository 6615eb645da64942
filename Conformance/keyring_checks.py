"""Tokens in the keyring of a desktop: gnome-keyring keeps them, SecretStorage and MSAL read and replace what exo wrote."""

import contextlib
import hashlib
import json
import os
import subprocess
import time

import msal
import secretstorage
from jeepney.io.blocking import open_dbus_connection

from broker import private_bus
from common import DOMAIN, SCOPE, SECRET, SECRET_APP, TENANT, URL, WORK, control, exo, expect
from msal_clients import confidential
from shared_cache_checks import token_requests

SECRETS = WORK / "config/exo/secrets"


@contextlib.contextmanager
def keyring():
    """A keyring that is open, on a bus of its own; its environment and a connection to it."""
    home = WORK / "keyring"
    home.mkdir(mode=0o700, exist_ok=True)
    with private_bus() as address:
        environment = {
            "DBUS_SESSION_BUS_ADDRESS": address, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_RUNTIME_DIR": str(home),
        }
        daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment},
        )
        try:
            daemon.stdin.write(b"password of the keyring")
            daemon.stdin.close()
            with contextlib.closing(open_dbus_connection(address)) as connection:
                yield {"DBUS_SESSION_BUS_ADDRESS": address}, opened(connection)
        finally:
            daemon.kill()
            daemon.wait()


def opened(connection):
    """The default keyring, as soon as the daemon has made and opened it."""
    deadline = time.monotonic() + 10
    while True:
        with contextlib.suppress(secretstorage.SecretStorageException):
            kept = secretstorage.get_collection_by_alias(connection, "default")
            if not kept.is_locked():
                return kept
        assert time.monotonic() < deadline, "gnome-keyring opens no keyring"
        time.sleep(0.02)


def words(name):
    secret = WORK / "keyring-secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    return [
        "connect", "--cloud", "emulator", "--name", name, "--organization", DOMAIN, "--client-id", SECRET_APP,
        "--client-secret-file", str(secret), "--store", "keyring",
    ]


def token(name, environment):
    return exo("token", "get", "--connection", name, environment=environment).strip()


def check_shared_keyring():
    """Nothing in a file; MSAL takes exo's token from the keyring, exo takes MSAL's; forgetting empties it."""
    with keyring() as (environment, kept):
        exo(*words("in-keyring"), environment=environment)
        own = token("in-keyring", environment)
        file = SECRETS / "in-keyring~tokens"
        assert file.read_bytes() == b"" and [name.name for name in SECRETS.glob("in-keyring~*")] == [file.name]
        # The name is the one that msal-extensions gives an item for this path.
        schema = hashlib.sha256(str(file).encode()).hexdigest()
        (item,) = kept.search_items({"xdg:schema": schema})
        assert "in-keyring" in item.get_label(), item.get_label()

        cache = msal.SerializableTokenCache()
        cache.deserialize(item.get_secret().decode())
        taken = expect(confidential(tenant=TENANT, host=URL, token_cache=cache).acquire_token_for_client(SCOPE))
        assert taken["token_source"] == "cache" and taken["access_token"] == own, taken["token_source"]
        cache = msal.SerializableTokenCache()
        theirs = expect(confidential(tenant=TENANT, host=URL, token_cache=cache).acquire_token_for_client(SCOPE))["access_token"]
        item.set_secret(cache.serialize().encode())
        control("DELETE", "requests", {})
        assert token("in-keyring", environment) == theirs != own
        assert token_requests() == 0, "a token that stood in the keyring was asked for"
        exo("token", "forget", "in-keyring", environment=environment)
        found = json.loads(item.get_secret() or b"{}")
        assert not found.get("AccessToken"), found


def check_no_keyring():
    """A locked keyring, a bus without one, no bus: each is an error, nobody is asked, and no token lands elsewhere."""
    with keyring() as (environment, kept):
        exo(*words("locked"), environment=environment)
        kept.lock()
        said = exo("Get-OrganizationConfig", "--connection", "locked", status=3, environment=environment)
        assert "the keyring is locked" in said and "next: " in said, said
    with private_bus() as address:
        for bus in (address, "unix:path=/var/empty/bus"):
            said = exo(*words("without"), status=3, environment={"DBUS_SESSION_BUS_ADDRESS": bus})
            assert "the keyring cannot be used" in said and "next: " in said, said
    assert not list(SECRETS.glob("without~*")), list(SECRETS.glob("without~*"))
