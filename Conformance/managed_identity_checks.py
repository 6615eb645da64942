"""Managed identities: the addresses that Azure's machines have, asked by MSAL, azure-identity, curl and the module's requests."""

import contextlib
import os
import pathlib
import subprocess
import urllib.parse
from unittest import mock

import azure.identity as identity
import msal
import requests

from common import ADMIN, APART, DOMAIN, EXCHANGE, IDENTITY, SCOPE, WORK, apart, exo, expect, forward, payload, \
    works_for_application, works_for_user
from msal_clients import public
from replay import fill, recorded, requests_where

SYSTEM = "bbbbbbbb-0000-4000-8000-000000000001"
USER_ASSIGNED = "bbbbbbbb-0000-4000-8000-000000000002"
NOBODY = "bbbbbbbb-0000-4000-8000-000000000009"


def on(**variables):
    """The environment of a kind of machine."""
    return mock.patch.dict(os.environ, variables)


def header():
    """The secret that App Service gives its processes."""
    with open(f"{os.environ['EXO_EMULATOR_HOME']}/identity-header", encoding="utf-8") as file:
        return file.read()


def app_service():
    return on(IDENTITY_ENDPOINT=f"{IDENTITY}/msi/token", IDENTITY_HEADER=header())


@contextlib.contextmanager
def arc():
    """A machine of Azure Arc: an emulator that keeps Arc's files where its clients look for them."""
    home = WORK / "arc"
    running = subprocess.Popen(
        ["exo-emulator", "start", "--memory", "--home", str(home), "--port", "0", "--regional-port", "0", "--identity-port", "0",
         "--arc-folder", "/var/opt/azcmagent/tokens"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    try:
        # ready URL regional URL ca FILE identity URL
        said = running.stdout.readline().split()
        front, regional, address = said[1], said[3], said[7]
        with on(
            IDENTITY_ENDPOINT=f"{address}/metadata/identity/oauth2/token", IMDS_ENDPOINT=address, EXO_EMULATOR_HOME=str(home),
            EXO_EMULATOR_PORT=front.split(":")[-1], EXO_EMULATOR_REGIONAL_PORT=regional.split(":")[-1],
        ):
            yield
    finally:
        running.terminate()
        assert running.wait() in (0, 143), running.returncode


def cloud_shell():
    return on(MSI_ENDPOINT=f"{IDENTITY}/oauth2/token", AZUREPS_HOST_ENVIRONMENT="cloud-shell/1.0")


def instance_metadata():
    return on(AZURE_POD_IDENTITY_AUTHORITY_HOST=IDENTITY)


def by_msal(which=None):
    """A token by MSAL for an identity."""
    which = which or msal.SystemAssignedManagedIdentity()
    reply = msal.ManagedIdentityClient(which, http_client=requests.Session()).acquire_token_for_client(resource=EXCHANGE)
    assert "access_token" in reply, reply
    return reply["access_token"]


def by_azure(**options):
    """A token by azure-identity for an identity."""
    return identity.ManagedIdentityCredential(**options).get_token(*SCOPE).token


def is_identity(token, client=SYSTEM):
    claims = payload(token)
    assert claims["appid"] == client and claims["idtyp"] == "app" and claims["xms_mirid"], claims
    works_for_application(token)


def check_instance_metadata_by_msal():
    with instance_metadata():
        is_identity(by_msal())
        is_identity(by_msal(msal.UserAssignedManagedIdentity(client_id=USER_ASSIGNED)), USER_ASSIGNED)
        reply = msal.ManagedIdentityClient(
            msal.UserAssignedManagedIdentity(client_id=NOBODY), http_client=requests.Session()
        ).acquire_token_for_client(resource=EXCHANGE)
        assert reply.get("error") == "invalid_request" and "Identity not found" in reply["error_description"], reply


def check_instance_metadata_by_azure_identity():
    with instance_metadata():
        is_identity(by_azure())
        is_identity(by_azure(client_id=USER_ASSIGNED), USER_ASSIGNED)


@apart
def check_instance_metadata_at_its_own_address():
    """http://169.254.169.254, without anything in the environment."""
    is_identity(by_msal())
    is_identity(by_azure())
    refused = requests.get(
        "http://169.254.169.254/metadata/identity/oauth2/token",
        params={"api-version": "2018-02-01", "resource": EXCHANGE}, timeout=10,
    )
    assert refused.status_code == 400, refused.text


def check_chained():
    """DefaultAzureCredential finds the identity after everything else is missing."""
    with instance_metadata():
        credential = identity.ChainedTokenCredential(identity.EnvironmentCredential(), identity.ManagedIdentityCredential())
        is_identity(credential.get_token(*SCOPE).token)


def check_app_service():
    with app_service():
        is_identity(by_msal())
        is_identity(by_azure())
        is_identity(by_azure(client_id=USER_ASSIGNED), USER_ASSIGNED)
    with app_service(), on(IDENTITY_HEADER="wrong"):
        try:
            by_azure()
        except identity.CredentialUnavailableError:
            pass
        except Exception as problem:
            assert "401" in str(problem) or "Unauthorized" in str(problem) or "IDENTITY-HEADER" in str(problem), problem
        else:
            raise AssertionError("a wrong header was accepted")


def check_machine_learning():
    with on(MSI_ENDPOINT=f"{IDENTITY}/msi/token", MSI_SECRET=header()):
        is_identity(by_msal())
        is_identity(by_azure())


@apart
def check_arc():
    """The client must read a file below /var/opt to prove that it runs on the machine."""
    pathlib.Path("/var/opt/azcmagent").mkdir(mode=0o700)
    with arc():
        for token in (by_msal(), by_azure()):
            assert payload(token)["appid"] == SYSTEM, payload(token)
            exo("connect", "--cloud", "emulator", "--organization", DOMAIN, "--access-token-stdin", token=token)


def check_cloud_shell():
    """The token is that of the person who opened the shell; MSAL knows one address alone."""
    with cloud_shell():
        works_for_user(by_azure())
        if not APART:
            return
        forward(50342, 80, urllib.parse.urlsplit(IDENTITY).hostname)
        reply = expect(public().acquire_token_interactive(SCOPE, prompt="none"))
        works_for_user(reply["access_token"])


def check_requests_of_the_module():
    """The module's and Azure.Identity's own requests; resources with and without a slash at the end."""
    for row in requests_where("/msi/token"):
        path = fill(row["path"], SYSTEM).replace("66666666-2222-3333-4444-555555555555", USER_ASSIGNED)
        headers = {name: value for name, value in row["headers"].items() if "<" not in value}
        headers |= {"X-IDENTITY-HEADER": header()}
        answer = requests.get(IDENTITY + path, headers=headers, timeout=10)
        assert answer.status_code == 200, answer.text
        reply = answer.json()
        assert int(reply["expires_on"]) > 0 and reply["token_type"] == "Bearer", reply
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))["resource"]
        assert payload(reply["access_token"])["aud"] == asked, payload(reply["access_token"])["aud"]
        is_identity(reply["access_token"], USER_ASSIGNED if "client_id" in path else SYSTEM)


def check_cloud_shell_request_of_the_module():
    """By GET, and only access_token and expires_on are read."""
    row = next(row for row in recorded() if row["path"].startswith("/oauth2/token"))
    answer = requests.get(IDENTITY + fill(row["path"], SYSTEM), headers=row["headers"], timeout=10)
    assert answer.status_code == 200, answer.text
    assert int(answer.json()["expires_on"]) > 0, answer.text
    works_for_user(answer.json()["access_token"], ADMIN)
