"""MSAL and curl get tokens from a running emulator; exo connects with each and works.

Every check is a function named check_*; its docstring says what it shows. The last line counts them.
"""

import html.parser
import json
import os
import subprocess
import sys
import traceback
import urllib.parse

import msal
import requests

URL = os.environ["EXO_EMULATOR_URL"]
CA = os.environ["EXO_CA_FILE"]
SCOPE = ["https://outlook.office365.com/.default"]
PUBLIC_APP = "aaaaaaaa-0000-4000-8000-000000000001"
SECRET_APP = "aaaaaaaa-0000-4000-8000-000000000002"
SECRET = "emulator-automation-secret"
PASSWORD = "Emulator-Passw0rd"


def exo(*arguments, token=None, status=0):
    """Runs exo with a token on standard input and returns what it printed."""
    done = subprocess.run(["exo", *arguments], input=token or "", capture_output=True, text=True, timeout=60)
    assert done.returncode == status, f"exo {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    if token:
        assert token not in done.stdout + done.stderr, "the token was printed"
    return done.stdout if status == 0 else done.stderr


def rows(*arguments):
    """The objects that a cmdlet returned."""
    return json.loads(exo(*arguments, "--output", "json"))


class Form(html.parser.HTMLParser):
    """The first form of a page: its action, method and fields."""

    def __init__(self, text):
        super().__init__()
        self.action, self.fields, self.method = None, {}, "get"
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and self.action is None:
            self.action, self.method = attributes.get("action", ""), attributes.get("method", "get").lower()
        elif tag == "input" and "name" in attributes:
            self.fields[attributes["name"]] = attributes.get("value", "")


def sign_in(url, user):
    """A person at a browser: opens the page, types name and password, and is sent back with the answer."""
    browser = requests.Session()
    browser.verify = CA
    page = browser.get(url)
    assert page.status_code == 200, f"sign-in page: {page.status_code}"
    form = Form(page.text)
    assert form.method == "post" and "password" in form.fields, "no sign-in form"
    answer = browser.post(
        urllib.parse.urljoin(page.url, form.action),
        data={**form.fields, "login": user, "password": PASSWORD},
        allow_redirects=False,
    )
    if answer.status_code in (302, 303):
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["Location"]).query))
    assert answer.status_code == 200, f"after the password: {answer.status_code}"
    return Form(answer.text).fields


def use_connection(name):
    """Get-Mailbox and Set-Mailbox over a connection; the change is seen and taken back."""
    listed = rows("Get-Mailbox", "-ResultSize", "Unlimited", "--connection", name)
    assert len(listed) >= 20, f"only {len(listed)} mailboxes"
    for office in ("Building 7, Room 4", ""):
        exo("Set-Mailbox", "-Identity", "adele@contoso.com", "-Office", office, "--connection", name)
        seen = rows("Get-Mailbox", "-Identity", "adele@contoso.com", "--connection", name)
        assert len(seen) == 1 and seen[0]["Office"] == office, seen[0].get("Office")


def msal_application_token():
    application = msal.ConfidentialClientApplication(
        SECRET_APP,
        client_credential=SECRET,
        authority=f"{URL}/contoso.onmicrosoft.com",
        instance_discovery=False,
        verify=CA,
    )
    reply = application.acquire_token_for_client(SCOPE)
    assert "access_token" in reply, reply.get("error_description")
    again = application.acquire_token_for_client(SCOPE)
    assert again.get("token_source") == "cache", "MSAL did not find its own token in its cache"
    return reply["access_token"]


def msal_user_token(user):
    application = msal.PublicClientApplication(
        PUBLIC_APP, authority=f"{URL}/organizations", instance_discovery=False, verify=CA
    )
    flow = application.initiate_auth_code_flow(SCOPE, redirect_uri="http://localhost:4711", login_hint=user)
    reply = application.acquire_token_by_auth_code_flow(flow, sign_in(flow["auth_uri"], user))
    assert "access_token" in reply, reply.get("error_description")
    account = application.get_accounts()[0]
    assert account["username"] == user, account
    silent = application.acquire_token_silent(SCOPE, account)
    assert silent and silent["access_token"] == reply["access_token"], "the cached token was not found again"
    renewed = application.acquire_token_silent(SCOPE, account, force_refresh=True)
    assert renewed and "access_token" in renewed, "the refresh token was not redeemed"
    return reply["access_token"]


def curl_token(*arguments):
    done = subprocess.run(["scripts/token-with-curl.sh", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def check_msal_confidential_client():
    """A confidential client's application token, connected by organization."""
    token = msal_application_token()
    exo("connect", "--cloud", "emulator", "--name", "msal-app", "--organization", "contoso.onmicrosoft.com",
        "--access-token-stdin", token=token)
    use_connection("msal-app")


def check_msal_public_client():
    """A user's token by authorization code with PKCE, connected by user principal name."""
    token = msal_user_token("admin@contoso.com")
    exo("connect", "--cloud", "emulator", "--name", "msal-user", "--user-principal-name", "admin@contoso.com",
        "--access-token-stdin", token=token)
    use_connection("msal-user")


def check_msal_form_post():
    """The answer by form_post, as MSAL's own loopback receiver wants it."""
    application = msal.PublicClientApplication(
        PUBLIC_APP, authority=f"{URL}/contoso.com", instance_discovery=False, verify=CA
    )
    flow = application.initiate_auth_code_flow(
        SCOPE, redirect_uri="http://localhost:8400", response_mode="form_post", prompt="select_account"
    )
    reply = application.acquire_token_by_auth_code_flow(flow, sign_in(flow["auth_uri"], "admin@contoso.com"))
    assert "access_token" in reply, reply.get("error_description")


def check_msal_wrong_secret():
    """A wrong secret is an invalid client with its AADSTS code."""
    application = msal.ConfidentialClientApplication(
        SECRET_APP, client_credential="wrong", authority=f"{URL}/contoso.com", instance_discovery=False, verify=CA
    )
    reply = application.acquire_token_for_client(SCOPE)
    assert reply.get("error") == "invalid_client" and 7000215 in reply.get("error_codes", []), reply


def check_curl_application():
    """The same with curl alone: an application."""
    exo("connect", "--cloud", "emulator", "--name", "curl-app", "--organization", "contoso.onmicrosoft.com",
        "--access-token-stdin", token=curl_token("application"))
    use_connection("curl-app")


def check_curl_user():
    """The same with curl alone: a user."""
    exo("connect", "--cloud", "emulator", "--name", "curl-user", "--user-principal-name", "Admin@Contoso.com",
        "--access-token-stdin", token=curl_token("user", "admin@contoso.com"))
    use_connection("curl-user")


def check_delegated_organization():
    """The partner's application in its customer's tenant."""
    exo("connect", "--cloud", "emulator", "--name", "customer", "--delegated-organization", "fabrikam.onmicrosoft.com",
        "--access-token-stdin", token=curl_token("application", "fabrikam.onmicrosoft.com"))
    domains = {row["DomainName"] for row in rows("Get-AcceptedDomain", "--connection", "customer")}
    assert "fabrikam.com" in domains and "contoso.com" not in domains, domains


def check_wrong_tenant_is_refused():
    """A partner's own token does not pass for the customer's."""
    said = exo("connect", "--cloud", "emulator", "--delegated-organization", "fabrikam.onmicrosoft.com",
               "--access-token-stdin", token=curl_token("application"), status=3)
    assert "tid" in said, said


def check_wrong_user_is_refused():
    """Another user's token is refused before anything is sent."""
    said = exo("connect", "--cloud", "emulator", "--user-principal-name", "reader@contoso.com",
               "--access-token-stdin", token=curl_token("user", "admin@contoso.com"), status=3)
    assert "admin@contoso.com" in said and "reader@contoso.com" in said, said


def main():
    passed = failed = 0
    for name, check in sorted(globals().items()):
        if not name.startswith("check_"):
            continue
        try:
            check()
            passed += 1
            print(f"ok      {name[6:].replace('_', ' ')}")
        except Exception:
            failed += 1
            print(f"FAILED  {name[6:].replace('_', ' ')}\n{traceback.format_exc()}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
