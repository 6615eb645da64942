"""Every ordinary request of the official module and of .NET clients, answered with what they cannot do without."""

import base64
import json
import urllib.parse

from common import ADMIN, CUSTOMER, EXCHANGE, MODULE_APP, PASSWORD, PUBLIC_APP, SECRET, SECRET_APP, TENANT, URL, connect, \
    payload, rows, session, works_for_application, works_for_user
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
    from registrations import partner

    token = has_token(accepted(send(row, partner().id)))
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


# The v1.0 requests of ADAL.NET 5.3.0, whose recording holds no bodies.

ADAL = {
    "x-client-SKU": "PCL.CoreCLR", "x-client-Ver": "5.3.0.0", "x-ms-PKeyAuth": "1.0",
    "client-request-id": "7cbb8a8a-6a02-4c9a-9b7c-6b6b7d0a3f11", "return-client-request-id": "true",
    "Accept": "application/json",
}


def adal(path, **fields):
    return session().post(f"{URL}/contoso.onmicrosoft.com/oauth2/{path}", data=fields, headers=ADAL)


def has_old_token(reply):
    """What ADAL.NET reads: numbers as texts, and the resource."""
    assert reply["token_type"] == "Bearer" and reply["resource"] == EXCHANGE, reply
    for name in ("expires_in", "ext_expires_in", "expires_on", "not_before"):
        assert isinstance(reply[name], str) and reply[name].isdigit(), (name, reply[name])
    return reply["access_token"]


def check_adal_discovery():
    """The authorization endpoint is not escaped."""
    address = f"{URL}/common/discovery/instance?api-version=1.1&authorization_endpoint={URL}/{TENANT}/oauth2/authorize"
    reply = accepted(session().get(address, headers=ADAL))
    assert reply["tenant_discovery_endpoint"].startswith(URL), reply


def check_adal_secret_and_certificate():
    import jwt
    import time
    import uuid

    import registrations
    from material import certificate

    common = {"resource": EXCHANGE, "client_info": "1", "grant_type": "client_credentials"}
    reply = accepted(adal("token", client_id=SECRET_APP, client_secret=SECRET, **common))
    works_for_application(has_old_token(reply))
    made, now = certificate(), int(time.time())
    app = registrations.automation()[0].id
    for chain in ({}, {"x5c": made.base64}):
        x5t = base64.urlsafe_b64encode(bytes.fromhex(made.thumbprint)).decode().rstrip("=")
        claims = {
            "aud": f"{URL}/contoso.onmicrosoft.com/oauth2/token", "iss": app, "sub": app, "nbf": now, "exp": now + 600,
            "jti": str(uuid.uuid4()),
        }
        assertion = jwt.encode(claims, made.key, algorithm="RS256", headers={"x5t": x5t, **chain})
        reply = accepted(adal(
            "token", client_id=app, client_assertion=assertion,
            client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer", **common,
        ))
        works_for_application(has_old_token(reply))


def check_adal_code_with_redirect_of_the_article():
    """redirect_uri=https://ExOPSApp: the case is kept and no slash is added; a secret and no PKCE."""
    import registrations
    from person import Person

    application, secret = registrations.article()
    query = urllib.parse.urlencode({
        "resource": EXCHANGE, "client_id": application.id, "response_type": "code", "redirect_uri": "https://ExOPSApp",
    })
    page = Person().open(f"{URL}/common/oauth2/authorize?{query}")
    location = page.headers["Location"]
    code = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))["code"]
    reply = accepted(adal(
        "token", resource=EXCHANGE, client_info="1", client_id=application.id, client_secret=secret,
        grant_type="authorization_code", code=code, redirect_uri="https://ExOPSApp",
    ))
    works_for_user(has_old_token(reply))
    assert payload(reply["id_token"])["upn"] == ADMIN, payload(reply["id_token"])
    renewed = accepted(adal(
        "token", resource=EXCHANGE, client_info="1", client_id=application.id, client_secret=secret,
        grant_type="refresh_token", refresh_token=reply["refresh_token"],
    ))
    works_for_user(has_old_token(renewed))


def check_adal_device_code():
    """Telemetry stands among the fields; the poll names the code `code`."""
    from person import Person

    telemetry = {"x-client-SKU": "PCL.CoreCLR", "x-client-Ver": "5.3.0.0", "x-client-OS": "Linux"}
    code = accepted(adal("devicecode", client_id=PUBLIC_APP, resource=EXCHANGE, **telemetry))
    assert code["verification_url"] and code["message"], code
    poll = {
        "resource": EXCHANGE, "client_id": PUBLIC_APP, "client_info": "1", "grant_type": "device_code",
        "code": code["device_code"],
    }
    pending = adal("token", **poll)
    assert pending.status_code == 400 and pending.json()["error"] == "authorization_pending", pending.text
    Person().enter_device_code(code["verification_url"], code["user_code"])
    works_for_user(has_old_token(accepted(adal("token", **poll))))


def check_adal_on_behalf_of():
    """With scope=openid beside the resource."""
    import registrations
    from msal_checks import public, signed_in

    application, secret = registrations.website()
    called = signed_in(public(registrations.caller().id, tenant=TENANT), scopes=[f"api://{application.id}/access_as_user"])
    reply = accepted(adal(
        "token", resource=EXCHANGE, client_info="1", client_id=application.id, client_secret=secret,
        grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=called["access_token"],
        requested_token_use="on_behalf_of", scope="openid",
    ))
    works_for_user(has_old_token(reply))


def check_adal_password():
    """The v1.0 grant, should a client still use it."""
    reply = accepted(adal(
        "token", resource=EXCHANGE, client_info="1", client_id=PUBLIC_APP, grant_type="password", username=ADMIN,
        password=PASSWORD, scope="openid",
    ))
    works_for_user(has_old_token(reply))
