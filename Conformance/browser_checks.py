"""Chromium: every page of the sign-in, the portal, and the way of the article from a registration to a cmdlet."""

import base64
import contextlib
import hashlib
import http.server
import re
import secrets
import threading
import urllib.parse

import msal

import registrations
from common import ADMIN, CA, PASSWORD, PUBLIC_APP, SCOPE, TENANT, URL, control, expect, session, works_for_application, \
    works_for_user
from material import certificate
from person import emulator_now, one_time_password
from webdriver import Window


@contextlib.contextmanager
def listener():
    """An application's listener on loopback, and the answers that arrive there."""
    arrived = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if query := urllib.parse.urlsplit(self.path).query:
                arrived.append(dict(urllib.parse.parse_qsl(query)))
            self.reply()

        def do_POST(self):
            arrived.append(dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))
            self.reply()

        def reply(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>You may close this window.</h1>")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}", arrived
    finally:
        server.shutdown()
        server.server_close()


def authorize(redirect, client=PUBLIC_APP, tenant=TENANT, **more):
    """The address of the authorize endpoint with PKCE, and the verifier."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "client_id": client, "response_type": "code", "redirect_uri": redirect, "state": "the state",
        "scope": "https://outlook.office365.com/.default openid profile offline_access", "code_challenge": challenge,
        "code_challenge_method": "S256", **more,
    }
    return f"{URL}/{tenant}/oauth2/v2.0/authorize?{urllib.parse.urlencode(query)}", verifier


def sign_in(window, user=ADMIN, password=PASSWORD):
    window.type("User name", user)
    window.type("Password", password)
    window.press("Sign in")


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
        window.open(f"{URL}/common/oauth2/nativeclient")
        assert "close this window" in window.text.lower(), window.text


def check_device_code():
    """The device's page: a wrong code, then the right one."""
    client = msal.PublicClientApplication(PUBLIC_APP, authority=f"{URL}/{TENANT}", instance_discovery=False, verify=CA)
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
            window.type("Code", one_time_password(emulator_now()))
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
        window.open(f"{URL}/{TENANT}/v2.0/adminconsent?{urllib.parse.urlencode(query)}")
        sign_in(window)
        window.press("Accept")
        assert arrived[-1]["admin_consent"] == "True" and arrived[-1]["tenant"] == TENANT, arrived


def check_sign_out():
    """After signing out the password is asked again."""
    with Window() as window, listener() as (redirect, arrived):
        window.open(authorize(redirect)[0])
        sign_in(window)
        window.open(f"{URL}/{TENANT}/oauth2/v2.0/logout")
        window.open(authorize(redirect)[0])
        assert window.field("Password") and len(arrived) == 1, arrived


def value(window, name):
    """What stands beside a name in a list of properties, ready to be copied."""
    return window.run("""
        const names = [...document.querySelectorAll('dt')];
        const value = names.find(name => name.innerText.trim() === arguments[0])?.nextElementSibling;
        return value?.querySelector('input')?.value ?? value?.innerText ?? null;
    """, name)


def check_article():
    """The article's way: register in the portal, add Exchange.Manage, sign in, consent, get the code, redeem it, work."""
    with Window() as window, listener() as (redirect, arrived):
        window.open(f"{URL}/")
        sign_in(window)
        window.follow("App registrations")
        window.follow("New registration")
        window.type("Name", "Exchange from the article")
        window.choose("Accounts in this organizational directory only")
        window.choose("Platform", "Public client")
        window.type("Redirect URI", "http://localhost")
        window.press("Register")
        client = value(window, "Application (client) ID")
        assert value(window, "Directory (tenant) ID") == TENANT
        window.follow("API permissions")
        window.follow("Add a permission")
        window.follow("APIs my organization uses")
        window.type("Search by name", "Office 365 Exchange")
        window.press("Search")
        window.follow("Office 365 Exchange Online")
        window.follow("Delegated permissions")
        window.choose("Exchange.Manage")
        window.press("Add permissions")
        assert "Exchange.Manage" in window.text, window.text
        address, verifier = authorize(redirect, client, prompt="select_account")
        window.open(address)
        window.press("Contoso Administrator")
        assert "Exchange from the article" in window.text, window.text
        window.press("Accept")
        code = arrived[-1]["code"]
    answer = session().post(f"{URL}/{TENANT}/oauth2/v2.0/token", data={
        "grant_type": "authorization_code", "client_id": client, "code": code, "redirect_uri": redirect,
        "code_verifier": verifier, "scope": SCOPE[0],
    })
    assert answer.status_code == 200, answer.text
    works_for_user(answer.json()["access_token"])


def check_application_by_portal():
    """An application of its own: permission, admin consent, secret, certificate and role, then signed in with both."""
    with Window() as window:
        window.open(f"{URL}/")
        sign_in(window)
        window.follow("App registrations")
        window.follow("New registration")
        window.type("Name", "Automation by portal")
        window.press("Register")
        client = value(window, "Application (client) ID")
        window.follow("API permissions")
        window.follow("Add a permission")
        window.follow("APIs my organization uses")
        window.type("Search by name", "Office 365 Exchange")
        window.press("Search")
        window.follow("Office 365 Exchange Online")
        window.follow("Application permissions")
        window.choose("Exchange.ManageAsApp")
        window.press("Add permissions")
        window.follow("Grant admin consent")
        window.press("Yes")
        window.follow("Certificates & secrets")
        window.follow("Client secrets (")
        window.type("Description", "conformance")
        window.press("Add")
        secret = window.run("return arguments[0].value", window.field("Value"))
        window.follow("Certificates & secrets")
        window.follow("Certificates (")
        window.upload("File", certificate().certificate_file)
        window.press("Add")
        assert certificate().thumbprint in window.text.upper().replace(":", ""), window.text
        window.follow("Roles & admins")
        window.follow("Exchange Administrator")
        window.type("User, group or enterprise application", client)
        window.press("Add")
        assert "Automation by portal" in window.text, window.text
    made = certificate()
    for credential in (secret, {"private_key": made.key_pem, "thumbprint": made.thumbprint}):
        application = msal.ConfidentialClientApplication(
            client, client_credential=credential, authority=f"{URL}/{TENANT}", instance_discovery=False, verify=CA
        )
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_portal_pages():
    """Every page that the navigation and the lists lead to."""
    with Window() as window:
        window.open(f"{URL}/")
        sign_in(window)
        seen, waiting = set(), [f"{URL}/"]
        kinds = {}
        while waiting:
            address = waiting.pop(0)
            shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", urllib.parse.urlsplit(address).path)
            if address in seen or kinds.get(shape, 0) >= 2 or len(seen) > 80:
                continue
            seen.add(address)
            kinds[shape] = kinds.get(shape, 0) + 1
            window.open(address)
            assert window.heading, f"{address} has no heading"
            waiting += [
                link for link in window.run("return [...document.links].map(link => link.href.split('#')[0])")
                if link.startswith((f"{URL}/portal", f"{URL}/?")) and "?" not in link
            ]
        assert len(kinds) >= 8, sorted(kinds)
