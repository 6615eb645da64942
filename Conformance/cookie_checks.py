"""Cookies of the sign-in pages, cut, swapped and forged: a clear refusal, nobody signed in, and the right ones still good."""

import contextlib
import secrets
import urllib.parse

import registrations
from common import ADMIN, AUTHORITY, SCOPE, TENANT, URL, control, expect
from msal_clients import public
from pages import authorize
from person import Document, Person, unused_code

REDIRECT = "http://localhost:4713"
SEAL, SESSION = "esctx", "ESTSAUTH"
OTHER = "exchange.admin@contoso.com"


def cookies_of(person):
    return {cookie.name: cookie.value for cookie in person.browser.cookies}


def damaged(value):
    """What may become of a cookie's value."""
    return {
        "none": None, "empty": "", "cut": value[:len(value) // 2], "a letter more": value + "A", "a letter less": value[:-1],
        "another": secrets.token_urlsafe(32), "twice": value + value, "no text": "\x01\x7f", "long": value * 400,
        "many": ".".join([value[:20]] * 40),
    }


def sent_with(person, page, fields, cookies):
    """Sends a form with these cookies alone; the browser keeps what it had."""
    form = Document(page.text).form_with(next(iter(fields)))
    header = "; ".join(f"{name}={value}" for name, value in cookies.items() if value is not None)
    return Person().browser.post(
        urllib.parse.urljoin(page.url, form.action), data={**form.fields, **fields}, allow_redirects=False,
        headers={"Cookie": header} if header else {},
    )


def opened(person, address):
    """The page that stands where the person stops; the address of the answer where nothing is asked."""
    return person.follow(person.browser.get(address, allow_redirects=False))


def is_nobody(answer, why):
    """Nothing is handed out by an answer: no code, and no session."""
    assert answer.status_code not in (302, 303) and answer.status_code < 500, (why, answer.status_code, answer.headers)
    set_now = [text for text in answer.raw.headers.getlist("Set-Cookie") if text.startswith(f"{SESSION}=")]
    assert all(text.startswith(f"{SESSION}=;") for text in set_now), (why, set_now)


def is_no_request(answer, why):
    """Whether a request was refused before it was understood, as its header is too long or no text."""
    assert answer.status_code < 500, (why, answer.status_code)
    return answer.status_code == 431 or answer.status_code == 400 and answer.text == "a header field holds control characters\n"


def is_refused(answer, why):
    """A page that says what was wrong."""
    is_nobody(answer, why)
    if not is_no_request(answer, why):
        assert answer.status_code == 400 and "AADSTS165000" in Document(answer.text).text, (why, answer.status_code, answer.text)


def asks_again(answer, why):
    """The page that asks who signs in."""
    is_nobody(answer, why)
    if not is_no_request(answer, why):
        assert answer.status_code == 200 and Document(answer.text).form_with("password"), (why, answer.status_code, answer.text)


@contextlib.contextmanager
def second_factor():
    policy = control("PUT", "policies", {
        "tenant": TENANT, "displayName": "Second factor for everybody", "state": "enabled",
        "conditions": {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}},
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    })
    try:
        yield
    finally:
        control("DELETE", "policies", {"tenant": TENANT, "id": policy["id"]})


def check_form_of_the_password():
    """The form is good with the cookie of the browser that was shown it, and with no other."""
    address, _ = authorize(REDIRECT)
    person, other = Person(), Person()
    page, theirs = opened(person, address), opened(other, address)
    seal = cookies_of(person)[SEAL]
    fields = {"login": person.user, "password": person.password}
    asked = Document(page.text).form_with("login").fields["request"]
    for why, value in damaged(seal).items():
        is_refused(sent_with(person, page, fields, {SEAL: value}), why)
    is_refused(sent_with(person, page, fields, {SEAL: cookies_of(other)[SEAL]}), "another browser's")
    is_refused(sent_with(person, theirs, fields, {SEAL: seal}), "another browser's form")
    is_refused(sent_with(person, page, fields | {"flowToken": "A"}, {SEAL: seal}), "another seal")
    is_refused(sent_with(person, page, fields | {"request": f"{asked}&nonce=1"}, {SEAL: seal}), "another request")
    done = sent_with(person, page, fields, {SEAL: seal})
    assert done.status_code == 302 and "code=" in done.headers["Location"], done.text


def check_session_between_two_steps():
    """Whoever has shown the password goes on with that session alone, and the code of the second factor is not lost."""
    address, _ = authorize(REDIRECT)
    with second_factor():
        person, other = Person(), Person(OTHER)
        code = {"otc": unused_code()}
        for each in (person, other):
            page = opened(each, address)
            form = Document(page.text).form_with("password")
            each.page = each.submit(page, form, {"login": each.user, "password": each.password})
            assert Document(each.page.text).form_with("otc"), each.page.text
        own, theirs = cookies_of(person), cookies_of(other)
        for why, value in damaged(own[SESSION]).items():
            asks_again(sent_with(person, person.page, code, {SEAL: own[SEAL], SESSION: value}), why)
        asks_again(sent_with(person, person.page, code, {SEAL: own[SEAL], SESSION: theirs[SESSION]}), "another's session")
        is_refused(sent_with(person, person.page, code, {SEAL: theirs[SEAL], SESSION: theirs[SESSION]}), "another's cookies")
        is_refused(sent_with(person, person.page, code, {SEAL: theirs[SEAL], SESSION: own[SESSION]}), "cookies swapped")
        session = Document(other.page.text).form_with("otc").fields["session"]
        is_refused(sent_with(person, person.page, code | {"session": session}, own), "another's session in the form")
        done = sent_with(person, person.page, code, own)
        assert done.status_code == 302 and "code=" in done.headers["Location"], done.text


def check_single_sign_on():
    """A session that is cut or somebody else's signs nobody in, silently or not."""
    person, other = Person(), Person(OTHER)
    address, _ = authorize(REDIRECT)
    silent, _ = authorize(REDIRECT, prompt="none")
    hinted, _ = authorize(REDIRECT, prompt="none", login_hint=ADMIN)
    for each in (person, other):
        assert each.open(address).status_code == 302
    own, theirs = cookies_of(person)[SESSION], cookies_of(other)[SESSION]

    def asked(address, value):
        headers = {} if value is None else {"Cookie": f"{SESSION}={value}"}
        return Person().browser.get(address, headers=headers, allow_redirects=False)

    for why, value in damaged(own).items():
        answer = asked(silent, value)
        if not is_no_request(answer, why):
            led = answer.headers["Location"]
            assert "error=login_required" in led and "code=" not in led.replace("error_codes=", ""), (why, led)
        asks_again(asked(address, value), why)
    assert "error=login_required" in asked(hinted, theirs).headers["Location"], "another's session for this person"
    both = asked(hinted, f"{theirs}.{own}")
    assert "&code=" in both.headers["Location"] or "?code=" in both.headers["Location"], both.headers
    ended = asked(f"{AUTHORITY}/{TENANT}/oauth2/v2.0/logout", own)
    assert ended.status_code == 200, ended.text
    assert "error=login_required" in asked(silent, own).headers["Location"], "a session that was signed out"
    assert "code=" in asked(silent, theirs).headers["Location"], "somebody else was signed out"


def check_device_page():
    """A device's code is approved by the browser that was shown the page, and by who is signed in there."""
    client = public(tenant=TENANT)
    flow = client.initiate_device_flow(SCOPE)
    person, other = Person(), Person(OTHER)
    page, theirs = opened(person, flow["verification_uri"]), opened(other, flow["verification_uri"])
    code = {"otc": flow["user_code"]}
    for why, value in damaged(cookies_of(person)[SEAL]).items():
        is_refused(sent_with(person, page, code, {SEAL: value}), why)
    is_refused(sent_with(person, theirs, code, cookies_of(person)), "another browser's form")
    pending = client.acquire_token_by_device_flow(flow, exit_condition=lambda _: True)
    assert pending.get("error") == "authorization_pending", pending
    Person().enter_device_code(flow["verification_uri"], flow["user_code"])
    expect(client.acquire_token_by_device_flow(flow))


def check_portal():
    """The portal lets in whom its own sign-in let in; a form of one session is none of another's."""
    person, other = Person(), Person()
    for each in (person, other):
        each.page = each.open(f"{URL}/portal/apps/new")
        assert each.page.status_code == 200 and "Register an application" in each.page.text, each.page.text
    own, theirs = cookies_of(person), cookies_of(other)
    mixed = {
        "no mark": {SESSION: own[SESSION]}, "no session": {"portal": own["portal"]},
        "another's mark": {SESSION: own[SESSION], "portal": theirs["portal"]},
        "another's session": {SESSION: theirs[SESSION], "portal": own["portal"]},
        **{f"session: {why}": {SESSION: value, "portal": own["portal"]} for why, value in damaged(own[SESSION]).items()},
        **{f"mark: {why}": {SESSION: own[SESSION], "portal": value} for why, value in damaged(own["portal"]).items()},
    }
    form = Document(person.page.text).form_with("audience")
    target = urllib.parse.urljoin(person.page.url, form.action)

    def registered():
        return registrations.graph("GET", "applications?$filter=displayName eq 'Nobody''s'")["value"]

    def sent(cookies):
        header = "; ".join(f"{name}={value}" for name, value in cookies.items() if value is not None)
        return Person().browser.post(
            target, data=form.fields | {"name": "Nobody's"}, allow_redirects=False, headers={"Cookie": header, "Origin": URL}
        )

    for why, cookies in mixed.items():
        answer = sent(cookies)
        led = answer.status_code in (302, 303) and "/authorize?" in answer.headers["Location"]
        assert led or answer.status_code in (400, 403, 431), (why, answer.status_code, answer.headers, answer.text)
    answer = sent(theirs)
    assert answer.status_code in (400, 403), ("another's form", answer.status_code, answer.headers)
    assert not registered(), "registered all the same"
    assert sent(own).status_code in (302, 303) and len(registered()) == 1, "the right cookies"
