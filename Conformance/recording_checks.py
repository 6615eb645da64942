"""Every ordinary request of the official module and of .NET clients, answered with what they cannot do without."""

import base64
import json
import urllib.parse

import registrations
from common import ADMIN, CUSTOMER, EXCHANGE, MODULE_APP, TENANT, URL, connect, payload, rows, works_for_application, \
    works_for_user
from replay import accepted, code_for, device_token, host_of, recorded, requests_where, send, verifier

USER = "admin@fabrikam.com"


def check_every_request_is_replayed():
    """No recorded request is left without a check."""
    known = (
        requests_where("/discovery/instance") + requests_where("/.well-known/openid-configuration")
        + requests_where("/token", grant_type="client_credentials") + requests_where("/devicecode")
        + requests_where("/token", grant_type="device_code") + requests_where("/token", grant_type="refresh_token")
        + requests_where("/token", grant_type="password") + requests_where("/authorize")
        + requests_where("/token", grant_type="authorization_code") + requests_where("/msi/token")
        + [row for row in recorded() if "/userrealm/" in row["path"] or row["path"].startswith("/oauth2/token")]
    )
    left = [row["path"] for row in recorded() if row not in known]
    assert not left, left


def check_instance_discovery():
    """JSON without invalid_instance; aliases that lead nowhere else than to the host asked for."""
    for row in requests_where("/discovery/instance"):
        reply = accepted(send(row))
        assert reply["tenant_discovery_endpoint"].endswith("/v2.0/.well-known/openid-configuration"), reply
        assert reply["api-version"] == "1.1", reply
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(row["path"]).query)
        asked = urllib.parse.urlsplit(query["authorization_endpoint"][0]).netloc.replace("{base-host}", "localhost")
        for entry in reply["metadata"]:
            assert asked not in entry["aliases"] or entry["preferred_network"] in entry["aliases"], entry


def check_openid_configuration():
    """The issuer is of the host that was asked, with the tenant's id."""
    for row in requests_where("/.well-known/openid-configuration"):
        reply = accepted(send(row))
        assert reply["issuer"] == f"{host_of(row)}/{TENANT}/v2.0", reply["issuer"]
        assert reply["token_endpoint"].startswith(f"{host_of(row)}/{TENANT}/"), reply["token_endpoint"]


def has_token(reply, lifetime=3599):
    """What every client needs of a token reply."""
    assert reply["token_type"] == "Bearer" and isinstance(reply["expires_in"], int), reply
    assert reply["expires_in"] >= lifetime and len(reply["access_token"].split(".")) == 3, reply["expires_in"]
    return reply["access_token"]


def has_user(reply, user=ADMIN):
    """What the module needs of a reply in a user flow."""
    token = has_token(reply)
    identity = payload(reply["id_token"])
    assert identity["preferred_username"] == user, identity
    text = reply["client_info"]
    info = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    assert info == {"uid": identity["oid"], "utid": identity["tid"]}, info
    assert reply["refresh_token"] and f"{URL}/.default" in reply["scope"], reply["scope"]
    return token


def check_client_credentials():
    """Secrets and assertions of the module, Azure.Identity and MSAL.NET."""
    for row in requests_where("/token", grant_type="client_credentials"):
        body = row["body"]
        is_foreign = row["path"].startswith("/fabrikam")
        if is_foreign:
            continue
        reply = accepted(send(row))
        claims = payload(has_token(reply))
        assert claims["tid"] == TENANT and "refresh_token" not in reply, claims
        assert claims["aud"] == body["scope"].removesuffix("/.default").replace("{base}", URL), claims["aud"]
        announced = [text.lower() for text in claims.get("xms_cc", [])]
        assert ("cp1" in announced) == ("cp1" in body.get("claims", "").lower()), claims
        if "{base}" in body["scope"] or EXCHANGE in body["scope"]:
            works_for_application(reply["access_token"])


def check_client_credentials_in_customer_tenant():
    """-DelegatedOrganization replaces the authority's tenant."""
    row = next(row for row in requests_where("/token", grant_type="client_credentials") if row["path"].startswith("/fabrikam"))
    token = has_token(accepted(send(row, registrations.partner().id)))
    assert payload(token)["tid"] == CUSTOMER, payload(token)
    assert rows("Get-AcceptedDomain", "--connection", connect(token, "--delegated-organization", "fabrikam.onmicrosoft.com"))


def check_device_code():
    """Pending, then a token; the interval is a number and slow_down never comes."""
    for row in requests_where("/token", grant_type="device_code"):
        code, reply = device_token(row)
        assert isinstance(code["interval"], int) and code["expires_in"] > 0 and code["user_code"] in code["message"], code
        user = USER if row["path"].startswith("/fabrikam") else ADMIN
        token = has_user(reply, user)
        works_for_user(token, user)


def check_refresh_token():
    """Renewal, also with the claims of a challenge, at the tenant and at what was typed."""
    for row in requests_where("/token", grant_type="refresh_token"):
        first = device_token(requests_where("/token", grant_type="device_code", client_id=MODULE_APP)[0])[1]
        reply = accepted(send(row, refresh_token=first["refresh_token"]))
        works_for_user(has_user(reply))
        assert reply["refresh_token"] != first["refresh_token"], "the refresh token was not replaced"


def check_password():
    """The realm says Managed, also for whom nobody knows in a domain of the tenant; then the password."""
    for row in (row for row in recorded() if "/userrealm/" in row["path"] and "@" in row["path"]):
        assert accepted(send(row))["account_type"] == "Managed", row["path"]
    for row in requests_where("/token", grant_type="password"):
        works_for_user(has_user(accepted(send(row))))
    refusal = send(requests_where("/token", grant_type="password")[0], password="wrong")
    assert refusal.status_code == 400 and refusal.json()["error"] == "invalid_grant", refusal.text
    assert refusal.json()["error_codes"] == [50126], refusal.text


def check_realm_of_a_name_without_domain():
    """A name without a domain is answered, not refused."""
    row = next(row for row in recorded() if "/userrealm/" in row["path"] and "@" not in row["path"])
    assert accepted(send(row))["account_type"], row


def check_browser():
    """A redirect by GET; the redemption has a query on the token's address."""
    redemptions = requests_where("/token", grant_type="authorization_code")
    for row in requests_where("/authorize"):
        for redemption in redemptions:
            made = verifier()
            answer = code_for(row, made)
            reply = accepted(send(
                redemption, code=answer["code"], code_verifier=made, redirect_uri="http://localhost:40123"
            ))
            works_for_user(has_user(reply))
            assert answer["client_info"], answer
