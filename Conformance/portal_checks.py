"""Chromium: the portal, and the way of the article from a registration to a cmdlet."""

import re
import urllib.parse

from common import SCOPE, TENANT, URL, expect, session, works_for_application, works_for_user
from material import certificate
from msal_clients import confidential
from pages import authorize, listener, sign_in
from webdriver import Window


def value(window, name):
    """What stands beside a name in a list of properties, ready to be copied."""
    return window.run("""
        const names = [...document.querySelectorAll('dt')];
        const value = names.find(name => name.innerText.trim() === arguments[0])?.nextElementSibling;
        return value?.querySelector('code[data-copy]')?.textContent ?? value?.innerText ?? null;
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
        address, verifier = authorize(redirect, client, host=URL, prompt="select_account")
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


def check_application():
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
        secret = window.run("return document.querySelector('code[data-copy=Value]').textContent")
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
        application = confidential(client, credential, TENANT)
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_every_page():
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
