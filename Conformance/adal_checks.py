"""Azure Active Directory Authentication Library 1.2.7 for Python, against the v1.0 endpoints."""

import threading
import urllib.parse

import adal

import registrations
from common import (
    ADMIN, APART, AUTHORITY, DOMAIN, EXCHANGE, PASSWORD, PUBLIC_APP, SECRET, SECRET_APP, TENANT, elsewhere, works_for_application,
    works_for_user,
)
from material import certificate
from person import Person

REDIRECT = "http://localhost"


def context(host=AUTHORITY):
    options = {} if APART and host == AUTHORITY else {"validate_authority": False}
    return adal.AuthenticationContext(f"{host}/{DOMAIN}", **options)


def refused(call, error, code):
    """A call that must be refused with an AADSTS code."""
    try:
        call()
    except adal.AdalError as problem:
        said = problem.error_response
        assert said["error"] == error and code in said["error_codes"] and f"AADSTS{code}" in said["error_description"], said
    else:
        raise AssertionError(f"not refused with {error}, {code}")


def signed_in_code(client, redirect=REDIRECT, person=None, tenant=DOMAIN):
    """A code by the v1.0 authorize endpoint."""
    query = urllib.parse.urlencode({
        "response_type": "code", "client_id": client, "redirect_uri": redirect, "resource": EXCHANGE, "state": "x y&z",
    })
    answer = (person or Person()).answer(f"{AUTHORITY}/{tenant}/oauth2/authorize?{query}")
    assert answer["state"] == "x y&z" and answer.get("session_state"), answer
    return answer["code"]


def check_client_secret():
    """An application's token by secret, and again out of the cache."""
    asked = context()
    reply = asked.acquire_token_with_client_credentials(EXCHANGE, SECRET_APP, SECRET)
    assert reply["resource"] == EXCHANGE and reply["tokenType"] == "Bearer", sorted(reply)
    works_for_application(reply["accessToken"])
    again = asked.acquire_token_with_client_credentials(EXCHANGE, SECRET_APP, SECRET)
    assert again["accessToken"] == reply["accessToken"], "the cached token was not found again"
    refused(lambda: context().acquire_token_with_client_credentials(EXCHANGE, SECRET_APP, "wrong"), "invalid_client", 7000215)


def check_certificate():
    """RS256 with x5t, and with the certificate sent along."""
    made = certificate()
    for chain in (None, made.pem):
        reply = context().acquire_token_with_client_certificate(
            EXCHANGE, registrations.automation()[0].id, made.key_pem, made.thumbprint, chain
        )
        works_for_application(reply["accessToken"])


def check_authorization_code():
    """A code of a public client, redeemed once; then silently by its refresh token."""
    asked = context()
    code = signed_in_code(PUBLIC_APP)
    reply = asked.acquire_token_with_authorization_code(code, REDIRECT, EXCHANGE, PUBLIC_APP)
    assert reply["userId"] == ADMIN and reply["tenantId"] == TENANT and reply["isMRRT"], reply
    works_for_user(reply["accessToken"])
    cached = asked.acquire_token(EXCHANGE, ADMIN, PUBLIC_APP)
    assert cached["accessToken"] == reply["accessToken"], "the cached token was not found again"
    other = asked.acquire_token("https://graph.microsoft.com", ADMIN, PUBLIC_APP)
    assert other["resource"] == "https://graph.microsoft.com", other
    refused(lambda: context().acquire_token_with_authorization_code(code, REDIRECT, EXCHANGE, PUBLIC_APP), "invalid_grant", 54005)


def check_authorization_code_of_website():
    """A code of a confidential client, redeemed with its secret."""
    application, secret = registrations.website()
    redirect = "https://website.example/signed-in"
    code = signed_in_code(application.id, redirect)
    reply = context().acquire_token_with_authorization_code(code, redirect, EXCHANGE, application.id, secret)
    works_for_user(reply["accessToken"])
    renewed = context().acquire_token_with_refresh_token(reply["refreshToken"], application.id, EXCHANGE, secret)
    works_for_user(renewed["accessToken"])


def check_refresh_token():
    """A refresh token, and one that is none."""
    asked = context()
    reply = asked.acquire_token_with_authorization_code(signed_in_code(PUBLIC_APP), REDIRECT, EXCHANGE, PUBLIC_APP)
    renewed = context().acquire_token_with_refresh_token(reply["refreshToken"], PUBLIC_APP, EXCHANGE)
    works_for_user(renewed["accessToken"])
    refused(lambda: context().acquire_token_with_refresh_token("nothing", PUBLIC_APP, EXCHANGE), "invalid_grant", 70000)


def check_device_code():
    """A device code of the v1.0 endpoint, at a port that ADAL must not lose; the first poll is answered as pending."""
    asked = context(elsewhere())
    code = asked.acquire_user_code(EXCHANGE, PUBLIC_APP)
    assert code["user_code"] in code["message"] and code["verification_url"], code
    timer = threading.Timer(1, lambda: Person().enter_device_code(code["verification_url"], code["user_code"]))
    timer.start()
    reply = asked.acquire_token_with_device_code(EXCHANGE, code, PUBLIC_APP)
    timer.join()
    works_for_user(reply["accessToken"])


def check_user_name_and_password():
    """The user realm, then the password."""
    reply = context().acquire_token_with_username_password(EXCHANGE, ADMIN, PASSWORD, PUBLIC_APP)
    works_for_user(reply["accessToken"])
    refused(lambda: context().acquire_token_with_username_password(EXCHANGE, ADMIN, "wrong", PUBLIC_APP), "invalid_grant", 50126)
