"""Microsoft Authentication Library for Python: every way for a person to sign in."""

import webbrowser

import msal

import registrations
from common import (
    ADMIN, MODULE_APP, PASSWORD, SCOPE, TENANT, apart, control, elsewhere, exo, expect, refused, works_for_user,
)
from material import PASSPHRASE, certificate
from msal_clients import Browser, confidential, public, signed_in
from person import Person


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
    application = public()
    reply = expect(application.acquire_token_by_username_password(ADMIN, PASSWORD, SCOPE))
    works_for_user(reply["access_token"])
    wrong = public().acquire_token_by_username_password(ADMIN, "wrong", SCOPE)
    refused(wrong, "invalid_grant", 50126)
    unknown = public().acquire_token_by_username_password("nobody@contoso.com", "wrong", SCOPE)
    refused(unknown, "invalid_grant", 50034)


@apart
def check_alias_of_the_public_cloud():
    """Who signed in at one name of the cloud is found by the others."""
    client = public(MODULE_APP)
    signed_in(client)
    for name in ("login.windows.net", "login.microsoft.com"):
        alias = msal.PublicClientApplication(
            MODULE_APP, authority=f"https://{name}/organizations", token_cache=client.token_cache
        )
        silent = expect(alias.acquire_token_silent(SCOPE, alias.get_accounts(ADMIN)[0]))
        assert silent["token_source"] == "cache", silent["token_source"]
        expect(alias.acquire_token_silent(SCOPE, alias.get_accounts()[0], force_refresh=True))


def check_another_port():
    """A host with a port, which MSAL must not lose on any way."""
    application = public(host=elsewhere())
    works_for_user(signed_in(application)["access_token"])
    works_for_user(expect(application.acquire_token_silent(SCOPE, application.get_accounts()[0], force_refresh=True))["access_token"])
    flow = application.initiate_device_flow(SCOPE)
    Person().enter_device_code(flow["verification_uri"], flow["user_code"])
    works_for_user(expect(application.acquire_token_by_device_flow(flow))["access_token"])
