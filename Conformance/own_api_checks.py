"""An API that validates tokens by PyJWT and by Authlib: it takes the good ones, and refuses every kind of bad one."""

import functools
import re
import uuid

import requests

import registrations
from common import ADMIN, AUTHORITY, SECRET_APP, TENANT, URL, control, expect, payload, session
from msal_clients import confidential, public, signed_in
from own_api import ROLE, SCOPE, by_authlib, by_pyjwt, published, serving
from person import Person


def kinds():
    """The kinds of tokens that the emulator makes for tests, as it tells them to who asks for none of them."""
    said = session().post(f"{URL}/_emulator/tokens", json={"kind": "no such kind"})
    found = re.search(r"one of ([\w, ]+)", said.text)
    assert said.status_code == 400 and found, said.text
    return found[1].split(", ")


class API:
    """A registered API with tokens of one version, a public client for people and a daemon that may call it."""

    def __init__(self, version):
        self.version = version
        self.application = registrations.Application(f"Reports v{version}")
        self.name = f"api://{self.application.id}"
        role = str(uuid.uuid4())
        self.application.expose(SCOPE)
        self.application.change(
            api={"requestedAccessTokenVersion": version},
            appRoles=[{
                "id": role, "value": ROLE, "displayName": ROLE, "description": ROLE, "isEnabled": True,
                "allowedMemberTypes": ["Application"],
            }],
        )
        self.caller = registrations.Application(
            f"Reader of reports v{version}", isFallbackPublicClient=True, publicClient={"redirectUris": ["http://localhost"]}
        )
        self.caller.grant(self.application.id, SCOPE)
        self.daemon = registrations.Application(f"Daemon of reports v{version}")
        self.secret = self.daemon.add_secret()
        registrations.graph("POST", f"servicePrincipals/{self.daemon.principal_id}/appRoleAssignments", {
            "principalId": self.daemon.principal_id, "resourceId": self.application.principal_id, "appRoleId": role,
        }, 201)

    @property
    def audience(self):
        """Version 2 names an API by its id, version 1 as it was asked for."""
        return self.application.id if self.version == 2 else self.name

    @functools.cache
    def made(self, kind, **whose):
        """A token that the emulator makes for tests."""
        # Whoever validates trusts the issuer of the cloud, which is who is asked by the cloud's name.
        answer = session().post(
            f"{AUTHORITY}/_emulator/tokens", json={"kind": kind, "tenant": TENANT, "resource": self.name, **whose}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]


@functools.cache
def api(version):
    return API(version)


def asked(address, token):
    return requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=10)


def judge(version, make):
    """Holds what the tenant issues for an API against the API's own validation."""
    own = api(version)
    with serving(make(published(version), own.audience)) as address:
        scopes = [f"{own.name}/{SCOPE}"]
        by_person = signed_in(public(own.caller.id, tenant=TENANT), Person(), scopes)["access_token"]
        by_daemon = expect(
            confidential(own.daemon.id, own.secret, TENANT).acquire_token_for_client([f"{own.name}/.default"])
        )["access_token"]
        for token in (by_person, by_daemon):
            answer = asked(address, token)
            assert answer.status_code == 200 and answer.json() == payload(token), answer.text
            assert payload(token)["ver"] == f"{version}.0", payload(token)
        for whose in ({"user": ADMIN, "client": own.caller.id}, {"client": own.daemon.id}):
            for kind in kinds():
                answer = asked(address, own.made(kind, **whose))
                assert answer.status_code == (200 if kind == "none" else 401), (kind, answer.status_code, answer.text)
        answer = asked(address, own.made("none", client=SECRET_APP))
        assert answer.status_code == 403, f"an application without the role: {answer.status_code} {answer.text}"
        control("POST", "keys/rotate", {})
        by_daemon = expect(
            confidential(own.daemon.id, own.secret, TENANT).acquire_token_for_client([f"{own.name}/.default"])
        )["access_token"]
        assert asked(address, by_daemon).status_code == 200, "a token by the new key"
        assert asked(address, by_person).status_code == 200, "a token by the key before"


def check_pyjwt():
    judge(1, by_pyjwt)
    judge(2, by_pyjwt)


def check_authlib():
    judge(1, by_authlib)
    judge(2, by_authlib)
