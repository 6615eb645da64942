"""Microsoft Authentication Library for Python: what its cache keeps, and how it renews it."""

import base64
import json
import re

import msal
import requests

from common import (
    ADMIN, CUSTOMER, EXCHANGE, MODULE_APP, SCOPE, TENANT, connect, control, expect, invoke, payload, refused, rows,
    works_for_user,
)
from msal_clients import public, signed_in
from person import Person

GRAPH_RESOURCE = "https://graph.microsoft.com"


def check_refresh_token_of_another_application():
    """A refresh token that was kept elsewhere is taken over, by its own client alone."""
    token = signed_in(public())["refresh_token"]
    reply = expect(public().acquire_token_by_refresh_token(token, SCOPE))
    works_for_user(reply["access_token"])
    stranger = public(MODULE_APP).acquire_token_by_refresh_token(reply["refresh_token"], SCOPE)
    assert stranger.get("error") == "invalid_grant", stranger


def check_refresh_token_in_customer_tenant():
    """A partner's user gets a token for the customer's tenant."""
    application = public()
    signed_in(application)
    there = public(tenant=CUSTOMER, token_cache=application.token_cache)
    reply = expect(there.acquire_token_silent(SCOPE, there.get_accounts(ADMIN)[0]))
    assert payload(reply["access_token"])["tid"] == CUSTOMER, payload(reply["access_token"])
    name = connect(reply["access_token"], "--delegated-organization", "fabrikam.onmicrosoft.com")
    assert rows("Get-AcceptedDomain", "--connection", name)


class Counting(requests.Session):
    """An HTTP client that remembers what it sent."""

    def __init__(self):
        super().__init__()
        self.sent = []

    def request(self, method, url, **options):
        self.sent.append(url)
        return super().request(method, url, **options)


def check_silence():
    """What was asked for is found again by the same names, without a request; once the token has ended, with one."""
    for scopes in (
        ["User.Read"], ["User.Read", "Mail.Read"], [f"{GRAPH_RESOURCE}/User.Read"], [f"{GRAPH_RESOURCE}/.default"], SCOPE,
        [f"{EXCHANGE}/Exchange.Manage"], [f"{EXCHANGE}//.default"],
    ):
        http = Counting()
        application = public(tenant=TENANT, http_client=http)
        reply = signed_in(application, scopes=scopes)
        account = application.get_accounts(ADMIN)[0]
        sent = len(http.sent)
        for _ in range(2):
            silent = expect(application.acquire_token_silent(scopes, account))
            assert silent["access_token"] == reply["access_token"] and len(http.sent) == sent, (scopes, http.sent[sent:])
        renewed = expect(application.acquire_token_silent(scopes, account, force_refresh=True))
        assert renewed["access_token"] != reply["access_token"] and len(http.sent) == sent + 1, (scopes, http.sent[sent:])
        again = expect(application.acquire_token_silent(scopes, account))
        assert again["access_token"] == renewed["access_token"] and len(http.sent) == sent + 1, (scopes, http.sent[sent:])


def check_cache_of_another_process():
    """A serialized token cache serves the next process without a request."""
    first = msal.SerializableTokenCache()
    signed_in(public(token_cache=first))
    second = msal.SerializableTokenCache()
    second.deserialize(first.serialize())
    application = public(token_cache=second)
    silent = expect(application.acquire_token_silent(SCOPE, application.get_accounts(ADMIN)[0]))
    assert silent["token_source"] == "cache", silent["token_source"]
    works_for_user(silent["access_token"])
    application.remove_account(application.get_accounts()[0])
    assert not application.get_accounts()


def check_claims_challenge():
    """After a revocation the API refuses with claims, and MSAL gets a new token by them."""
    user = "exchange.admin@contoso.com"
    application = public(client_capabilities=["cp1"])
    reply = signed_in(application, Person(user))
    claims = payload(reply["access_token"])
    assert "cp1" in [text.lower() for text in claims.get("xms_cc", [])], claims
    assert reply["expires_in"] > 70_000, reply["expires_in"]
    assert invoke(reply["access_token"]).status_code == 200
    control("POST", "clock", {"advanceSeconds": 5})
    control("POST", f"users/{user}/revoke", {})
    refusal = invoke(reply["access_token"])
    assert refusal.status_code == 401, refusal.text
    challenge = msal_challenge(refusal.headers["WWW-Authenticate"])
    assert "nbf" in json.loads(challenge)["access_token"], challenge
    account = application.get_accounts(user)[0]
    silent = application.acquire_token_silent_with_error(SCOPE, account, claims_challenge=challenge)
    refused(silent, "invalid_grant", 50173)
    assert silent.get("suberror") == "bad_token" or silent.get("classification"), silent
    again = signed_in(application, Person(user), claims_challenge=challenge)
    assert invoke(again["access_token"]).status_code == 200
    works_for_user(again["access_token"], user)


def msal_challenge(header):
    """The claims of a challenge, decoded as a client does it."""
    assert 'error="insufficient_claims"' in header, header
    text = re.search(r'claims="([^"]*)"', header).group(1)
    return base64.b64decode(text, validate=True).decode()


def check_family_refresh_token():
    """A client of the family uses the refresh token of another one."""
    office, teams = "d3590ed6-52b3-4102-aeff-aad2292ab01c", "1fec8e78-bce4-4aaf-ab1b-5451cc387264"
    cache = msal.SerializableTokenCache()
    reply = signed_in(public(office, token_cache=cache), scopes=["https://graph.microsoft.com/.default"])
    assert reply.get("foci") == "1" or "FamilyId" in cache.serialize() or '"family_id": "1"' in cache.serialize(), sorted(reply)
    sibling = public(teams, token_cache=cache)
    silent = expect(sibling.acquire_token_silent(["https://graph.microsoft.com/.default"], sibling.get_accounts()[0]))
    assert payload(silent["access_token"])["appid"] == teams, payload(silent["access_token"])
