"""Chromium by the W3C WebDriver protocol, as chromedriver speaks it: a window in which a person clicks and types."""

import base64
import functools
import hashlib
import itertools
import os
import pathlib
import re
import ssl
import subprocess
import time
import urllib.parse

import requests
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from common import URL, WORK

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_numbers = itertools.count(1)


class Window:
    """A browser with an empty profile."""

    def __init__(self, blocks_third_party_cookies=False):
        profile = WORK / f"chromium-{next(_numbers)}"
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "HOME": str(profile), "XDG_CONFIG_HOME": str(profile), "XDG_CACHE_HOME": str(profile)},
        )
        self.http = requests.Session()
        self.http.trust_env = False
        self.base = None
        try:
            for line in self.driver.stdout:
                if found := re.search(r"started successfully on port (\d+)", line):
                    self.base = f"http://127.0.0.1:{found[1]}"
                    break
            options = {
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900",
                    "--disable-background-networking", "--no-first-run", "--lang=en-US", f"--user-data-dir={profile}",
                    f"--ignore-certificate-errors-spki-list={server_key()}",
                ],
                "prefs": {
                    "profile.block_third_party_cookies": blocks_third_party_cookies,
                    "profile.cookie_controls_mode": int(blocks_third_party_cookies),
                },
            }
            capabilities = {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"},
                "timeouts": {"pageLoad": 20_000, "implicit": 0},
            }}
            started = self.call("POST", "/session", {"capabilities": capabilities})
            self.base += f"/session/{started['sessionId']}"
        except BaseException:
            self.driver.kill()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.kill()
            self.driver.wait()

    def call(self, method, path, body=None):
        answer = self.http.request(method, self.base + path, json=body if body is not None or method != "POST" else {})
        value = answer.json()["value"]
        assert answer.status_code == 200, f"{path}: {value['error']}: {value['message'].splitlines()[0]}\n{self.page_text()}"
        return value

    def page_text(self):
        """What stands in the page, for a message; nothing when that fails too."""
        try:
            answer = self.http.post(
                self.base + "/execute/sync", json={"script": "return location.href + '\\n' + document.body.innerText", "args": []}
            )
            return str(answer.json()["value"])[:2000]
        except (requests.RequestException, ValueError, KeyError):
            return ""

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": arguments})

    def open(self, url):
        self.call("POST", "/url", {"url": url})
        self.look()

    @property
    def url(self):
        return self.call("GET", "/url")

    @property
    def text(self):
        return self.run("return document.body.innerText")

    @property
    def heading(self):
        return self.run("return document.querySelector('h1')?.innerText ?? ''")

    def find(self, xpath):
        """The elements that can be seen."""
        found = self.call("POST", "/elements", {"using": "xpath", "value": xpath})
        return [item for item in found if self.run("return arguments[0].checkVisibility({visibilityProperty: true})", item)]

    def one(self, xpath, what):
        found = self.find(xpath)
        assert found, f"there is no {what} on {self.url}:\n{self.page_text()}"
        return found[0]

    def field(self, label):
        """The field that a label belongs to; a label that is the text goes before one that begins with it."""
        exact = self.find(f"//label[normalize-space() = {quoted(label)}]")
        element = exact[0] if exact else self.one(
            f"//label[starts-with(normalize-space(), {quoted(label)})]", f"label '{label}'"
        )
        return self.run(
            "const l = arguments[0]; return l.control ?? document.getElementById(l.htmlFor)", element
        )

    def type(self, label, text):
        """Types into a field, in place of what stands there."""
        element = self.field(label)[ELEMENT]
        self.call("POST", f"/element/{element}/clear", {})
        self.call("POST", f"/element/{element}/value", {"text": text})

    def upload(self, label, path):
        self.call("POST", f"/element/{self.field(label)[ELEMENT]}/value", {"text": str(path)})

    def choose(self, label, option=None):
        """Chooses an option of a list, or a radio button or checkbox by its label."""
        field = self.field(label)
        if option is None:
            if not self.run("return arguments[0].checked", field):
                self.call("POST", f"/element/{field[ELEMENT]}/click", {})
            return
        value = self.run(
            "return [...arguments[0].options].find(o => o.text.includes(arguments[1]))?.index ?? -1", field, option
        )
        assert value >= 0, f"'{label}' offers no '{option}'"
        self.run("arguments[0].selectedIndex = arguments[1]", field, value)

    def press(self, name):
        """Presses a button, and looks at the page that comes."""
        self._click("button", name)

    def follow(self, name):
        """Follows a link, and looks at the page that comes."""
        self._click("a", name)

    def _click(self, tag, name):
        exact = self.find(f"//{tag}[normalize-space() = {quoted(name)}]")
        element = exact[0] if exact else self.one(
            f"//{tag}[starts-with(normalize-space(), {quoted(name)})]", f"{tag} '{name}'"
        )
        self.call("POST", f"/element/{element[ELEMENT]}/click", {})
        self.settle()
        self.look()

    def settle(self):
        """Waits until a page has come that was not there before, or the same one stays."""
        deadline = time.monotonic() + 10
        while self.run("return document.readyState !== 'complete'") and time.monotonic() < deadline:
            time.sleep(0.02)

    def wait_for(self, text):
        """Waits until a text stands in the page."""
        deadline = time.monotonic() + 15
        while text not in (seen := self.page_text()):
            assert time.monotonic() < deadline, f"'{text}' does not appear:\n{seen}"
            time.sleep(0.02)

    def look(self):
        """What every page must be: no errors in the console, and nothing wider than a phone."""
        if not self.url.startswith("https:"):
            return
        errors = [
            entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"}) if entry["level"] == "SEVERE"
            and "the server responded with a status of 4" not in entry["message"]
        ]
        assert not errors, f"errors in the console of {self.url}: {errors}"
        self.shoot("wide")
        self.resize(360, 740)
        wide = self.run("""
            const limit = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= limit) return [];
            return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > limit + 1)
                .slice(0, 3).map(e => e.outerHTML.slice(0, 160)).concat(`${document.documentElement.scrollWidth} px`);
        """)
        self.shoot("phone")
        self.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}})
        assert not wide, f"{self.url} is wider than a phone: {wide}"

    def resize(self, width, height):
        self.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": True,
        }})

    def shoot(self, kind):
        """Keeps a picture of the page where one was asked for."""
        if folder := os.environ.get("EXO_PICTURES"):
            picture = self.call("GET", "/screenshot")
            name = re.sub(r"[^a-z0-9]+", "-", self.heading.lower())[:50] or "page"
            pathlib.Path(folder, f"{next(_numbers):03}-{name}-{kind}.png").write_bytes(base64.b64decode(picture))


@functools.cache
def server_key():
    """The digest of the emulator's key, the one stranger that this browser trusts."""
    url = urllib.parse.urlsplit(URL)
    key = x509.load_pem_x509_certificate(ssl.get_server_certificate((url.hostname, url.port or 443)).encode()).public_key()
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def quoted(text):
    """A text in an XPath expression."""
    return "concat('" + text.replace("'", "', \"'\", '") + "', '')"
