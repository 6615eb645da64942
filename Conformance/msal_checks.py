"""Microsoft Authentication Library for Python: confidential and public clients, their caches and their errors."""

import json
import threading
import uuid
import webbrowser

import msal

import registrations
from common import (
    ADMIN, CA, CUSTOMER, DOMAIN, EXCHANGE, MODULE_APP, PASSWORD, PUBLIC_APP, SCOPE, SECRET, SECRET_APP, TENANT, URL,
    apart, control, elsewhere, exo, expect, payload, refused, rows, session, works_for_application, works_for_user,
    connect,
)
from material import PASSPHRASE, certificate, foreign_token, trust_issuer
from person import Person

REDIRECT = "http://localhost:4711"


def confidential(client=SECRET_APP, credential=SECRET, tenant=DOMAIN, host=None, **options):
    options = {"instance_discovery": False, "verify": CA, **options}
    return msal.ConfidentialClientApplication(
        client, client_credential=credential, authority=f"{host or elsewhere()}/{tenant}", **options
    )


def public(client=PUBLIC_APP, tenant="organizations", host=None, **options):
    options = {"instance_discovery": False, "verify": CA, **options}
    return msal.PublicClientApplication(client, authority=f"{host or elsewhere()}/{tenant}", **options)


def signed_in(application, person=None, scopes=SCOPE, **options):
    """A token by authorization code with PKCE."""
    person = person or Person()
    flow = application.initiate_auth_code_flow(scopes, redirect_uri=REDIRECT, **options)
    return expect(application.acquire_token_by_auth_code_flow(flow, person.answer(flow["auth_uri"])))


def check_client_secret():
    """An application's token by secret; the second one comes out of the cache."""
    application = confidential()
    reply = expect(application.acquire_token_for_client(SCOPE))
    assert set(reply) >= {"token_type", "expires_in", "access_token"} and "refresh_token" not in reply, sorted(reply)
    again = application.acquire_token_for_client(SCOPE)
    assert again.get("token_source") == "cache", again
    works_for_application(reply["access_token"])
    changed_and_back(connect(reply["access_token"], "--organization", DOMAIN))


def changed_and_back(name):
    """Get-Mailbox and Set-Mailbox over a connection; the change is seen and taken back."""
    assert len(rows("Get-Mailbox", "-ResultSize", "Unlimited", "--connection", name)) >= 20
    for office in ("Building 7, Room 4", ""):
        exo("Set-Mailbox", "-Identity", "adele@contoso.com", "-Office", office, "--connection", name)
        seen = rows("Get-Mailbox", "-Identity", "adele@contoso.com", "--connection", name)
        assert len(seen) == 1 and seen[0]["Office"] == office, seen[0].get("Office")


def check_client_secret_in_customer_tenant():
    """The partner's application in its customer's tenant, and not in its own with that token."""
    token = expect(confidential(tenant=CUSTOMER).acquire_token_for_client(SCOPE))["access_token"]
    name = connect(token, "--delegated-organization", "fabrikam.onmicrosoft.com")
    domains = {row["DomainName"] for row in rows("Get-AcceptedDomain", "--connection", name)}
    assert "fabrikam.com" in domains and "contoso.com" not in domains, domains
    own = expect(confidential().acquire_token_for_client(SCOPE))["access_token"]
    said = exo("connect", "--cloud", "emulator", "--delegated-organization", "fabrikam.onmicrosoft.com",
               "--access-token-stdin", token=own, status=3)
    assert "tid" in said, said


def check_certificate_by_thumbprint():
    """RS256 with x5t."""
    made = certificate()
    credential = {"private_key": made.key_pem, "thumbprint": made.thumbprint}
    application = confidential(registrations.automation()[0].id, credential)
    works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_certificate_by_pfx():
    """PS256 with x5t#S256."""
    credential = {"private_key_pfx_path": str(certificate().pfx_file), "passphrase": PASSPHRASE}
    application = confidential(registrations.automation()[0].id, credential)
    token = expect(application.acquire_token_for_client(SCOPE))["access_token"]
    assert payload(token)["appidacr"] == "2", payload(token)
    works_for_application(token)


def check_certificate_with_chain():
    """PS256 with the certificate sent along, by PFX and by PEM."""
    made = certificate()
    for credential in (
        {"private_key_pfx_path": str(made.pfx_file), "passphrase": PASSPHRASE, "public_certificate": True},
        {"private_key": made.key_pem, "public_certificate": made.pem},
        {"private_key": made.key_pem, "thumbprint": made.thumbprint, "public_certificate": made.pem},
    ):
        application = confidential(registrations.automation()[0].id, credential)
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_unregistered_certificate():
    """A certificate that nobody registered proves nothing."""
    made = certificate("stranger")
    credential = {"private_key": made.key_pem, "thumbprint": made.thumbprint}
    application = confidential(registrations.automation()[0].id, credential)
    refused(application.acquire_token_for_client(SCOPE), "invalid_client", 700027)


def check_federated_assertion():
    """A token of another service, as text and as a function; a wrong subject is refused."""
    trust_issuer()
    for assertion in (foreign_token(), foreign_token):
        application = confidential(registrations.automation()[0].id, {"client_assertion": assertion})
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])
    stranger = confidential(registrations.automation()[0].id, {"client_assertion": foreign_token(subject="stranger")})
    refused(stranger.acquire_token_for_client(SCOPE), "invalid_client", 700213)


def check_authorization_code():
    """A user's token with PKCE, found again in the cache, renewed by its refresh token."""
    application = public()
    reply = signed_in(application, login_hint=ADMIN)
    works_for_user(reply["access_token"])
    account = application.get_accounts()[0]
    assert account["username"] == ADMIN, account
    silent = application.acquire_token_silent(SCOPE, account)
    assert silent["access_token"] == reply["access_token"], "the cached token was not found again"
    renewed = expect(application.acquire_token_silent(SCOPE, account, force_refresh=True))
    assert renewed["access_token"] != reply["access_token"], "the refresh token was not redeemed"
    works_for_user(renewed["access_token"])
    said = exo("connect", "--cloud", "emulator", "--user-principal-name", "reader@contoso.com",
               "--access-token-stdin", token=renewed["access_token"], status=3)
    assert ADMIN in said and "reader@contoso.com" in said, said


def check_response_modes():
    """query, fragment and form_post, with prompts and hints."""
    for mode in ("query", "fragment", "form_post"):
        for prompt in (None, "login", "select_account"):
            signed_in(public(), response_mode=mode, prompt=prompt, domain_hint="contoso.com")


def check_interactive():
    """MSAL opens a browser and listens on loopback itself."""
    webbrowser.register("person", None, Browser(), preferred=True)
    application = public()
    reply = expect(application.acquire_token_interactive(SCOPE, prompt="select_account", timeout=30))
    works_for_user(reply["access_token"])
    expect(application.acquire_token_interactive(SCOPE, login_hint=ADMIN, max_age=600, timeout=30))


class Browser(webbrowser.BaseBrowser):
    """A browser in which a person signs in, and which carries the answer to the application."""

    def open(self, url, new=0, autoraise=True):
        def walk():
            person = Person()
            page = person.open(url)
            if page.status_code in (302, 303):
                session().get(page.headers["Location"])
            else:
                from person import Document
                form = Document(page.text).forms[0]
                session().post(form.action, data=form.fields)
        threading.Thread(target=walk, daemon=True).start()
        return True


def check_web_application():
    """A confidential client redeems its code with its secret; without one it is refused."""
    application, secret = registrations.website()
    for credential in (secret, {"private_key_pfx_path": str(certificate().pfx_file), "passphrase": PASSPHRASE}):
        client = confidential(application.id, credential)
        flow = client.initiate_auth_code_flow(SCOPE, redirect_uri="https://website.example/signed-in")
        reply = expect(client.acquire_token_by_auth_code_flow(flow, Person().answer(flow["auth_uri"])))
        works_for_user(reply["access_token"])
        renewed = expect(client.acquire_token_silent(SCOPE, client.get_accounts()[0], force_refresh=True))
        works_for_user(renewed["access_token"])
    client = public(application.id, tenant=TENANT)
    flow = client.initiate_auth_code_flow(SCOPE, redirect_uri="https://website.example/signed-in")
    refused(client.acquire_token_by_auth_code_flow(flow, Person().answer(flow["auth_uri"])), "invalid_client", 7000218)


def check_device_code():
    """A device code, typed on another device; the poll waits until it is."""
    application = public()
    flow = application.initiate_device_flow(SCOPE)
    assert flow.get("user_code") and flow["user_code"] in flow["message"], flow
    pending = application.acquire_token_by_device_flow(flow, exit_condition=lambda flow: True)
    refused(pending, "authorization_pending", 70016)
    Person().enter_device_code(flow["verification_uri"], flow["user_code"])
    reply = expect(application.acquire_token_by_device_flow(flow))
    works_for_user(reply["access_token"])
    silent = application.acquire_token_silent(SCOPE, application.get_accounts()[0])
    assert silent["access_token"] == reply["access_token"], "the cached token was not found again"


def check_device_code_asked_too_often():
    """Where the emulator is told to, it answers a hasty poll with slow_down, which MSAL takes for pending."""
    control("PATCH", "settings", {"sendsSlowDown": True})
    try:
        application = public()
        flow = application.initiate_device_flow(SCOPE)
        for error in ("authorization_pending", "slow_down"):
            reply = application.acquire_token_by_device_flow(flow, exit_condition=lambda flow: True)
            assert reply.get("error") == error, reply
    finally:
        control("PATCH", "settings", {"sendsSlowDown": False})


def check_device_code_declined():
    """The person says no."""
    application = public(registrations.caller().id, tenant=TENANT)
    flow = application.initiate_device_flow(SCOPE)
    Person(consents=False).enter_device_code(flow["verification_uri"], flow["user_code"])
    reply = application.acquire_token_by_device_flow(flow)
    assert reply.get("error") in ("authorization_declined", "access_denied"), reply


@apart
def check_user_name_and_password():
    """The user realm, then the password; a wrong one is refused."""
    application = public(host=URL)
    reply = expect(application.acquire_token_by_username_password(ADMIN, PASSWORD, SCOPE))
    works_for_user(reply["access_token"])
    wrong = public(host=URL).acquire_token_by_username_password(ADMIN, "wrong", SCOPE)
    refused(wrong, "invalid_grant", 50126)
    unknown = public(host=URL).acquire_token_by_username_password("nobody@contoso.com", "wrong", SCOPE)
    refused(unknown, "invalid_grant", 50034)


def check_on_behalf_of():
    """An API calls Exchange for the person who called it."""
    application, secret = registrations.website()
    person = Person("exchange.admin@contoso.com")
    called = signed_in(public(registrations.caller().id, tenant=TENANT), person, [f"api://{application.id}/access_as_user"])
    for credential in (secret, {"private_key_pfx_path": str(certificate().pfx_file), "passphrase": PASSPHRASE}):
        middle = confidential(application.id, credential, tenant=TENANT)
        reply = expect(middle.acquire_token_on_behalf_of(called["access_token"], SCOPE))
        works_for_user(reply["access_token"], "exchange.admin@contoso.com")
    other = signed_in(public(), person)["access_token"]
    refused(confidential(application.id, secret, tenant=TENANT).acquire_token_on_behalf_of(other, SCOPE),
            "invalid_grant", 500131)


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
    import base64
    import re

    assert 'error="insufficient_claims"' in header, header
    text = re.search(r'claims="([^"]*)"', header).group(1)
    return base64.b64decode(text, validate=True).decode()


def invoke(token):
    """A cmdlet by hand."""
    return session().post(
        f"{URL}/adminapi/beta/{TENANT}/InvokeCommand",
        headers={"Authorization": f"Bearer {token}", "X-AnchorMailbox": f"UPN:{ADMIN}"},
        json={"CmdletInput": {"CmdletName": "Get-OrganizationConfig", "Parameters": {}}},
    )


def check_family_refresh_token():
    """A client of the family uses the refresh token of another one."""
    office, teams = "d3590ed6-52b3-4102-aeff-aad2292ab01c", "1fec8e78-bce4-4aaf-ab1b-5451cc387264"
    cache = msal.SerializableTokenCache()
    reply = signed_in(public(office, token_cache=cache), scopes=["https://graph.microsoft.com/.default"])
    assert reply.get("foci") == "1" or "FamilyId" in cache.serialize() or '"family_id": "1"' in cache.serialize(), sorted(reply)
    sibling = public(teams, token_cache=cache)
    silent = expect(sibling.acquire_token_silent(["https://graph.microsoft.com/.default"], sibling.get_accounts()[0]))
    assert payload(silent["access_token"])["appid"] == teams, payload(silent["access_token"])


def check_oidc_authority():
    """The issuer of the document has the host and port that were asked."""
    application = msal.ConfidentialClientApplication(
        SECRET_APP, client_credential=SECRET, oidc_authority=f"{elsewhere()}/{TENANT}/v2.0", verify=CA
    )
    works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_discovery():
    """Discovery on the emulator's own host, and none at all."""
    for options in (
        {"instance_discovery": f"{elsewhere()}/common/discovery/instance"},
        {"instance_discovery": None, "validate_authority": False},
    ):
        application = confidential(**options)
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


@apart
def check_public_cloud_unchanged():
    """Without any option MSAL finds everything at login.microsoftonline.com, for applications and for users."""
    host = "https://login.microsoftonline.com"
    application = msal.ConfidentialClientApplication(
        SECRET_APP, client_credential=SECRET, authority=f"{host}/{DOMAIN}", verify=CA, azure_region=None
    )
    works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])
    client = msal.PublicClientApplication(MODULE_APP, authority=f"{host}/organizations", verify=CA)
    reply = signed_in(client)
    works_for_user(reply["access_token"])
    silent = expect(client.acquire_token_silent(SCOPE, client.get_accounts()[0]))
    assert silent["token_source"] == "cache", silent["token_source"]
    expect(client.acquire_token_silent(SCOPE, client.get_accounts()[0], force_refresh=True))
    alias = msal.PublicClientApplication(
        MODULE_APP, authority="https://login.windows.net/organizations", verify=CA, token_cache=client.token_cache
    )
    assert alias.get_accounts(ADMIN), "the account of an alias of the host was not found"


def check_refusals():
    """Mistakes of a configuration are answered with their codes."""
    for application, scope, error, code in (
        (confidential(credential="wrong"), SCOPE, "invalid_client", 7000215),
        (confidential(str(uuid.uuid4())), SCOPE, "unauthorized_client", 700016),
        (confidential(), [f"{EXCHANGE}/Exchange.Manage"], "invalid_scope", 70011),
        (confidential(), ["https://nowhere.example/.default"], "invalid_resource", 500011),
    ):
        reply = application.acquire_token_for_client(scope)
        if code == 70011 and 1002012 in reply.get("error_codes", []):
            code = 1002012
        refused(reply, error, code)
    try:
        confidential(tenant="nowhere.example")
    except ValueError as problem:
        assert "Unable to get authority configuration" in str(problem), problem
    else:
        raise AssertionError("a tenant that does not exist has an OpenID configuration")
