"""A person at a browser that runs no script: opens pages, fills forms, presses buttons."""

import base64
import hashlib
import hmac
import html.parser
import struct
import time
import urllib.parse

from common import ADMIN, PASSWORD, control, session

ONE_TIME_PASSWORD_SECRET = "EXOEMULATORSECONDFACTOR234567AAA"


def one_time_password(moment):
    """The six digits of the second factor at a moment (RFC 6238)."""
    digest = hmac.new(
        base64.b32decode(ONE_TIME_PASSWORD_SECRET), struct.pack(">Q", int(moment) // 30), hashlib.sha1
    ).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def emulator_now():
    """The emulator's time in seconds."""
    text = control("GET", "clock")["now"]
    return time.mktime(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone


_last_step = 0


def unused_code():
    """A code of the second factor that was not used: each is good once, for the step before, the present one and the next."""
    global _last_step
    step = max(int(emulator_now()) // 30, _last_step + 1)
    while step > int(emulator_now()) // 30 + 1:
        time.sleep(1)
    _last_step = step
    return one_time_password(step * 30)


class Form:
    """A form of a page: its action, method, fields and buttons."""

    def __init__(self, attributes):
        self.action, self.method = attributes.get("action") or "", (attributes.get("method") or "get").lower()
        self.fields, self.kinds, self.buttons = {}, {}, []


class Document(html.parser.HTMLParser):
    """The forms and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.text, self._within = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self._within.append(tag)
        if tag == "form":
            self.forms.append(Form(attributes))
        elif tag in ("input", "select", "textarea") and self.forms and "name" in attributes:
            kind = attributes.get("type", "text")
            if kind in ("submit",):
                self.forms[-1].buttons.append((attributes["name"], attributes.get("value", "")))
            elif kind not in ("checkbox", "radio") or "checked" in attributes:
                self.forms[-1].fields[attributes["name"]] = attributes.get("value", "") or ""
            self.forms[-1].kinds[attributes["name"]] = kind
        elif tag == "button" and self.forms and "name" in attributes:
            self.forms[-1].buttons.append((attributes["name"], attributes.get("value", "")))

    def handle_data(self, data):
        if not {"style", "script"} & set(self._within[-1:]):
            self.text += data

    def form_with(self, name):
        """The form that has a field of this name."""
        return next((form for form in self.forms if name in form.kinds), None)

    def form_with_button(self, *words):
        """The form with a button whose value is one of the words, and that button."""
        for form in self.forms:
            for button in form.buttons:
                if button[1].lower() in words:
                    return form, button
        return None, None


class Person:
    """Somebody who signs in; the browser remembers them afterwards."""

    def __init__(self, user=ADMIN, password=PASSWORD, consents=True):
        self.user, self.password, self.consents = user, password, consents
        self.browser = session()
        self.seen = []

    def submit(self, page, form, more):
        """Sends a form; a redirect of the same site is followed, one to an application is not."""
        assert form.method == "post", f"a form that is sent by {form.method}"
        return self.follow(
            self.browser.post(
                urllib.parse.urljoin(page.url, form.action), data={**form.fields, **more}, allow_redirects=False
            )
        )

    def follow(self, answer):
        while answer.status_code in (302, 303):
            target = urllib.parse.urljoin(answer.url, answer.headers["Location"])
            if urllib.parse.urlsplit(target).netloc != urllib.parse.urlsplit(answer.url).netloc:
                return answer
            answer = self.browser.get(target, allow_redirects=False)
        return answer

    def open(self, url):
        """Opens a page and goes through whatever is asked until the application gets its answer."""
        page = self.follow(self.browser.get(url, allow_redirects=False))
        for _ in range(8):
            if page.status_code in (302, 303):
                return page
            assert page.status_code == 200, f"{page.status_code} {Document(page.text).text}"
            following = self.step(page, Document(page.text))
            if following is None:
                return page
            page = following
        raise AssertionError(f"the sign-in does not end: {self.seen}")

    def step(self, page, document):
        """Does what a page asks for; None when it asks for nothing."""
        if form := document.form_with("password"):
            self.seen.append("password")
            return self.submit(page, form, {"login": self.user, "password": self.password})
        if form := document.form_with("otc"):
            self.seen.append("second factor")
            return self.submit(page, form, {"otc": unused_code()})
        form, button = document.form_with_button(*(("accept", "continue") if self.consents else ("cancel",)))
        if form:
            self.seen.append(button[0])
            return self.submit(page, form, dict([button]))
        return None

    def answer(self, url):
        """Signs in and returns the fields that the application gets."""
        page = self.open(url)
        if page.status_code in (302, 303):
            parts = urllib.parse.urlsplit(page.headers["Location"])
            return dict(urllib.parse.parse_qsl(parts.query or parts.fragment))
        document = Document(page.text)
        assert document.forms, document.text
        return document.forms[0].fields

    def enter_device_code(self, address, code):
        """Opens the page of a device code, types the code and signs in."""
        page = self.follow(self.browser.get(address, allow_redirects=False))
        form = Document(page.text).form_with("otc")
        assert page.status_code == 200 and form, f"no page to type a code: {page.status_code} {page.text[:500]}"
        page = self.submit(page, form, {"otc": code})
        for _ in range(8):
            following = self.step(page, Document(page.text))
            if following is None:
                assert page.status_code == 200, f"{page.status_code} {Document(page.text).text}"
                return Document(page.text).text
            page = following
        raise AssertionError(f"the sign-in does not end: {self.seen}")
