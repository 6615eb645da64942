"""Chromium: every page of the sign-in."""

import urllib.parse

import registrations
from common import ADMIN, AUTHORITY, PASSWORD, SCOPE, TENANT, control, expect, works_for_user
from msal_clients import public
from pages import authorize, listener, sign_in
from person import unused_code
from webdriver import Window


def check_sign_in():
    """A wrong password, the right one, an answer by form_post; then the account picker, and single sign-on."""
    with Window() as window, listener() as (redirect, arrived):
        address, _ = authorize(redirect, response_mode="form_post")
        window.open(address)
        sign_in(window, password="wrong")
        assert "50126" in window.text, window.text
        sign_in(window)
        assert arrived[-1]["state"] == "the state" and arrived[-1]["code"], arrived
        window.open(authorize(redirect, prompt="select_account")[0])
        assert window.heading == "Pick an account", window.heading
        window.press("Contoso Administrator")
        assert len(arrived) == 2 and arrived[-1]["code"], arrived
        window.open(authorize(redirect)[0])
        assert len(arrived) == 3, "somebody who is signed in was asked again"
        window.open(authorize(redirect, prompt="login", login_hint=ADMIN)[0])
        window.type("Password", PASSWORD)
        window.press("Sign in")
        assert len(arrived) == 4, arrived


def check_error_page():
    """No redirect to an address that is not registered; the page says what was wrong, with ids."""
    with Window() as window:
        window.open(authorize("https://elsewhere.example/")[0])
        text = window.text
        assert "AADSTS50011" in text and "Correlation" in text and "Timestamp" in text, text
        window.open(f"{AUTHORITY}/common/oauth2/nativeclient")
        assert "close this window" in window.text.lower(), window.text


def check_device_code():
    """The device's page: a wrong code, then the right one."""
    client = public(tenant=TENANT)
    flow = client.initiate_device_flow(SCOPE)
    with Window() as window:
        window.open(flow["verification_uri"])
        window.type("Code", "WRONGCODE")
        window.press("Next")
        assert "AADSTS" in window.text, window.text
        window.type("Code", flow["user_code"])
        window.press("Next")
        sign_in(window)
        window.press("Continue")
        assert "close this window" in window.text.lower(), window.text
    works_for_user(expect(client.acquire_token_by_device_flow(flow))["access_token"])


def check_second_factor():
    """A policy demands a second factor: a wrong code, then the right one."""
    policy = control("PUT", "policies", {
        "tenant": TENANT, "displayName": "Second factor for everybody", "state": "enabled",
        "conditions": {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}},
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    })
    try:
        with Window() as window, listener() as (redirect, arrived):
            window.open(authorize(redirect)[0])
            sign_in(window)
            window.type("Code", "000000")
            window.press("Verify")
            assert not arrived and "AADSTS" in window.text, window.text
            window.type("Code", unused_code())
            window.press("Verify")
            assert arrived and arrived[-1]["code"], arrived
    finally:
        control("DELETE", "policies", {"tenant": TENANT, "id": policy["id"]})


def check_consent():
    """What an application asks for: refused, then accepted, then never asked again."""
    application = registrations.Application(
        "Reports <b>&amp;</b> more", publicClient={"redirectUris": ["http://localhost"]},
        requiredResourceAccess=[{
            "resourceAppId": registrations.EXCHANGE_RESOURCE,
            "resourceAccess": [{"id": registrations.EXCHANGE_MANAGE, "type": "Scope"}],
        }],
    )
    with Window() as window, listener() as (redirect, arrived):
        address, _ = authorize(redirect, application.id)
        window.open(address)
        sign_in(window)
        assert "Reports <b>&amp;</b> more" in window.text, window.text
        window.press("Cancel")
        assert arrived[-1]["error"] == "access_denied" and arrived[-1].get("error_subcode") == "cancel", arrived
        window.open(address)
        window.press("Accept")
        assert arrived[-1].get("code"), arrived
        window.open(address)
        assert len(arrived) == 3 and arrived[-1].get("code"), "consent was asked again"


def check_consent_of_an_administrator():
    """Who is no administrator is sent to one."""
    application = registrations.Application(
        "For administrators", publicClient={"redirectUris": ["http://localhost"]},
        requiredResourceAccess=[{
            "resourceAppId": registrations.EXCHANGE_RESOURCE,
            "resourceAccess": [{"id": registrations.EXCHANGE_MANAGE, "type": "Scope"}],
        }],
    )
    with Window() as window, listener() as (redirect, arrived):
        window.open(authorize(redirect, application.id)[0])
        sign_in(window, "adele@contoso.com")
        assert "90094" in window.text, window.text
        window.press("Return to the application")
        assert arrived and arrived[-1]["error"], arrived
    with Window() as window, listener() as (redirect, arrived):
        query = {"client_id": application.id, "redirect_uri": redirect, "state": "1", "scope": SCOPE[0]}
        window.open(f"{AUTHORITY}/{TENANT}/v2.0/adminconsent?{urllib.parse.urlencode(query)}")
        sign_in(window)
        window.press("Accept")
        assert arrived[-1]["admin_consent"] == "True" and arrived[-1]["tenant"] == TENANT, arrived


def check_sign_out():
    """After signing out the password is asked again."""
    with Window() as window, listener() as (redirect, arrived):
        window.open(authorize(redirect)[0])
        sign_in(window)
        window.open(f"{AUTHORITY}/{TENANT}/oauth2/v2.0/logout")
        window.open(authorize(redirect)[0])
        assert window.field("Password") and len(arrived) == 1, arrived
