"""Chromium signs in for `exo connect --browser`, and other pages of the machine meddle."""

import contextlib
import os
import re
import subprocess
import urllib.parse

import requests

import registrations
from common import ADMIN, TENANT, WORK, exo, rows, session
from pages import listener, sign_in
from webdriver import Window

SECRETS = WORK / "config/exo/secrets"


class Connecting:
    """exo while it waits for a browser: the page that it asks for, and the port that it listens on."""

    def __init__(self, name, *more, environment=None):
        self.process = subprocess.Popen(
            ["exo", "connect", "--cloud", "emulator", "--name", name, "--user-principal-name", ADMIN, "--tenant", TENANT, "--browser", *more],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={name: value for name, value in os.environ.items() if name not in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")}
            | (environment or {}),
        )
        self.said = self.process.stdout.readline()
        found = re.search(r"open this page: (https://\S+)", self.said)
        assert found, self.said + self.process.stdout.read()
        self.page = found[1]
        self.asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.page).query))
        self.redirect = self.asked["redirect_uri"]

    def end(self, status):
        """What it said; it must have ended with this status."""
        self.said += self.process.communicate(timeout=20)[0]
        assert self.process.returncode == status, f"exit {self.process.returncode}: {self.said}"
        return self.said


@contextlib.contextmanager
def connecting(name, *more, environment=None):
    started = Connecting(name, *more, environment=environment)
    try:
        yield started
    finally:
        started.process.kill()
        started.process.communicate()


def check_sign_in():
    """The page that the browser was given, the emulator's own sign-in, back at the listener; then a cmdlet runs."""
    given = WORK / "given-to-the-browser"
    program = WORK / "some-browser"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {given}\n')
    program.chmod(0o700)
    with Window() as window, connecting("in-chromium", environment={"BROWSER": str(program)}) as waiting:
        window.open(waiting.page)
        sign_in(window)
        assert window.heading == "You are signed in", window.text
        # Neither the code nor the state stands in the address, and so in the history.
        assert window.url == waiting.redirect + "/", window.url
        assert f"connected to {ADMIN}" in waiting.end(0), waiting.said
        assert given.read_text() == waiting.page
        assert rows("Get-OrganizationConfig", "--connection", "in-chromium")
        # The browser knows who is signed in, so that a second sign-in asks nothing.
        with connecting("in-chromium-again") as again:
            window.open(again.page)
            assert window.heading == "You are signed in", window.text
            again.end(0)
        with contextlib.suppress(requests.ConnectionError):
            session().get(again.redirect)
            raise AssertionError("the listener is still there")


def check_cancelled():
    """A person who does not consent: the page and exo say so, and nothing is kept."""
    application = registrations.Application(
        "Not wanted", publicClient={"redirectUris": ["http://localhost"]},
        requiredResourceAccess=[{
            "resourceAppId": registrations.EXCHANGE_RESOURCE,
            "resourceAccess": [{"id": registrations.EXCHANGE_MANAGE, "type": "Scope"}],
        }],
    )
    with Window() as window, connecting("not-wanted", "--client-id", application.id) as waiting:
        window.open(waiting.page)
        sign_in(window)
        window.press("Cancel")
        assert window.heading == "The sign-in did not succeed", window.text
        said = waiting.end(3)
        assert "cancelled" in said and "next: " in said, said
        assert not list(SECRETS.glob("not-wanted~*"))
        assert "no connection" in exo("connection", "show", "not-wanted", status=3)


def check_meddling():
    """Answers with a wrong state, and a page of another origin that calls the port: exo waits on for its own sign-in."""
    with Window() as window, listener() as (elsewhere, _), connecting("meddled-with") as waiting:
        browser = session()
        for forged in (
            browser.get(f"{waiting.redirect}/?code=forged&state=guessed"),
            browser.get(f"{waiting.redirect}/?code=forged"),
            browser.get(f"{waiting.redirect}/?error=access_denied&state="),
            browser.post(waiting.redirect, data={"code": "forged", "state": "guessed"}),
        ):
            assert forged.status_code == 400 and "not the sign-in" in forged.text and "forged" not in forged.text, forged.text
        assert browser.get(f"{waiting.redirect}/favicon.ico").status_code == 404
        assert browser.options(waiting.redirect).status_code == 405
        window.open(elsewhere)
        seen = window.run("""
            const call = (method, mode) => fetch(arguments[0] + '/?code=forged&state=guessed', {method, mode})
                .then(answer => answer.type, () => 'refused');
            return Promise.all([call('GET', 'cors'), call('PUT', 'cors'), call('GET', 'no-cors'), call('POST', 'no-cors')]);
        """, waiting.redirect)
        assert seen == ["refused", "refused", "opaque", "opaque"], seen
        assert waiting.process.poll() is None, waiting.end(0)
        # What Chromium says of that page's calls is not to be taken for errors of the next page.
        window.call("POST", "/se/log", {"type": "browser"})
        window.open(waiting.page)
        sign_in(window)
        assert window.heading == "You are signed in", window.text
        waiting.end(0)
