"""Clients of the Microsoft Authentication Library, and the browser that they open."""

import threading
import webbrowser

import msal

from common import APART, AUTHORITY, DOMAIN, PUBLIC_APP, SCOPE, SECRET, SECRET_APP, expect, session
from person import Document, Person

REDIRECT = "http://localhost:4711"


def known(host):
    """The options for a host: none for the public cloud, whose documents MSAL reads; another one's names are all it has."""
    return {} if APART and host == AUTHORITY else {"instance_discovery": False}


def confidential(client=SECRET_APP, credential=SECRET, tenant=DOMAIN, host=AUTHORITY, **options):
    return msal.ConfidentialClientApplication(
        client, client_credential=credential, authority=f"{host}/{tenant}", **(known(host) | options)
    )


def public(client=PUBLIC_APP, tenant="organizations", host=AUTHORITY, **options):
    return msal.PublicClientApplication(client, authority=f"{host}/{tenant}", **(known(host) | options))


def signed_in(application, person=None, scopes=SCOPE, **options):
    """A token by authorization code with PKCE."""
    person = person or Person()
    flow = application.initiate_auth_code_flow(scopes, redirect_uri=REDIRECT, **options)
    return expect(application.acquire_token_by_auth_code_flow(flow, person.answer(flow["auth_uri"])))


class Browser(webbrowser.BaseBrowser):
    """A browser in which a person signs in, and which carries the answer to the application."""

    def open(self, url, new=0, autoraise=True):
        def walk():
            person = Person()
            page = person.open(url)
            if page.status_code in (302, 303):
                session().get(page.headers["Location"])
            else:
                form = Document(page.text).forms[0]
                session().post(form.action, data=form.fields)
        threading.Thread(target=walk, daemon=True).start()
        return True
