"""The v1.0 requests of ADAL.NET 5.3.0, whose recording holds no bodies."""

import base64
import time
import urllib.parse
import uuid

import jwt

import registrations
from common import ADMIN, EXCHANGE, PASSWORD, PUBLIC_APP, SECRET, SECRET_APP, TENANT, URL, payload, session, \
    works_for_application, works_for_user
from material import certificate
from msal_clients import public, signed_in
from person import Person
from replay import accepted

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


def check_discovery():
    """The authorization endpoint is not escaped."""
    address = f"{URL}/common/discovery/instance?api-version=1.1&authorization_endpoint={URL}/{TENANT}/oauth2/authorize"
    reply = accepted(session().get(address, headers=ADAL))
    assert reply["tenant_discovery_endpoint"].startswith(URL), reply


def check_secret_and_certificate():
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


def check_code_with_redirect_of_the_article():
    """redirect_uri=https://ExOPSApp: the case is kept and no slash is added; a secret and no PKCE."""
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


def check_device_code():
    """Telemetry stands among the fields; the poll names the code `code`."""
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


def check_on_behalf_of():
    """With scope=openid beside the resource."""
    application, secret = registrations.website()
    called = signed_in(public(registrations.caller().id, tenant=TENANT), scopes=[f"api://{application.id}/access_as_user"])
    reply = accepted(adal(
        "token", resource=EXCHANGE, client_info="1", client_id=application.id, client_secret=secret,
        grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=called["access_token"],
        requested_token_use="on_behalf_of", scope="openid",
    ))
    works_for_user(has_old_token(reply))


def check_password():
    """The v1.0 grant, should a client still use it."""
    reply = accepted(adal(
        "token", resource=EXCHANGE, client_info="1", client_id=PUBLIC_APP, grant_type="password", username=ADMIN,
        password=PASSWORD, scope="openid",
    ))
    works_for_user(has_old_token(reply))
