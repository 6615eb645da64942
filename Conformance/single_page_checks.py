"""Chromium with a single-page application of our own: signs in, renews in a frame and by CORS, validates, and signs out."""

import contextlib
import http.server
import json
import pathlib
import threading

import registrations
from common import ADMIN, AUTHORITY, GRAPH, TENANT
from own_api import published
from own_api_checks import api, kinds
from pages import sign_in
from webdriver import Window

FOLDER = pathlib.Path(__file__).with_name("single-page-app")
#: Debian's package node-jose-browser-runtime.
JOSE = pathlib.Path("/usr/share/nodejs/jose-browser-runtime/index.bundle.min.js")
FILES = {
    "/": (FOLDER / "index.html", "text/html"), "/blank.html": (FOLDER / "blank.html", "text/html"),
    "/app.js": (FOLDER / "app.js", "text/javascript"), "/jose.js": (JOSE, "text/javascript"),
}
NAME = "Contoso Administrator"


@contextlib.contextmanager
def application():
    """The application on a port of its own, registered; its address."""
    settings = {"authority": AUTHORITY, "tenant": TENANT, "graph": GRAPH, "scope": "openid profile offline_access User.Read"}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            file, kind = FILES.get(self.path, (None, "application/json"))
            body = file.read_bytes() if file else json.dumps(settings).encode()
            self.send_response(200 if file or self.path == "/settings.json" else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://localhost:{server.server_address[1]}/"
    settings["client"] = registrations.Application(
        "Who am I", spa={"redirectUris": [address, f"{address}blank.html"]}
    ).id
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()


def state(window):
    return window.run("return globalThis.app")


def signed_in(window, address):
    """A person opens the application, signs in and agrees; what the application then knows."""
    window.open(address)
    window.wait_for("Nobody is signed in.")
    window.press("Sign in")
    window.wait_for("Password")
    sign_in(window)
    window.press("Accept")
    window.wait_for(f"Signed in: {NAME}")
    return state(window)


def check_walk():
    """Sign-in, renewal in a frame and by the refresh token, sign-out; after that the frame finds nobody."""
    with application() as address, Window() as window:
        first = signed_in(window, address)
        assert first["login"] == ADMIN and "User.Read" in first["scope"].split(), first["scope"]
        assert window.url == address, "the code stands in the address"
        window.press("Renew in a frame")
        window.wait_for(f"Renewed in a frame 1: {NAME}")
        second = state(window)
        assert second["sid"] == first["sid"] and second["accessToken"] != first["accessToken"], "no other token"
        window.press("Renew by the refresh token")
        window.wait_for(f"Renewed by the refresh token 2: {NAME}")
        third = state(window)
        assert third["refreshToken"] != second["refreshToken"] and third["accessToken"] != second["accessToken"]
        # Such a refresh token lives a day from the sign-in, however often it is renewed.
        assert third["refreshExpiresIn"] <= second["refreshExpiresIn"] <= 86_400 == first["refreshExpiresIn"], (second, third)
        window.press("Sign out")
        window.wait_for("Nobody is signed in.")
        assert window.url == address, window.url
        window.press("Renew in a frame")
        window.wait_for("Failed: login_required: AADSTS50058")
        window.press("Sign in")
        window.wait_for("Password")


def check_third_party_cookies_blocked():
    """The frame finds nobody, as where browsers block such cookies; the refresh token still renews."""
    with application() as address, Window(blocks_third_party_cookies=True) as window:
        signed_in(window, address)
        window.press("Renew in a frame")
        window.wait_for("Failed: login_required: AADSTS50058")
        window.press("Renew by the refresh token")
        window.wait_for(f"Renewed by the refresh token 1: {NAME}")


def check_another_origin():
    """A page of another origin reads neither tokens nor Graph, whatever it has got hold of."""
    with application() as address, Window() as window:
        known = signed_in(window, address)
        window.open(address.replace("localhost", "other.localhost"))
        window.wait_for("Nobody is signed in.")
        seen = window.run(
            """
            const [authority, tenant, graph, client, token, refresh] = arguments;
            const refused = call => call.then(answer => answer.status, error => error.name);
            const body = new URLSearchParams({grant_type: 'refresh_token', refresh_token: refresh, client_id: client});
            const headers = {Authorization: `Bearer ${token}`};
            return Promise.all([
                refused(fetch(`${authority}/${tenant}/oauth2/v2.0/token`, {method: 'POST', body})),
                refused(fetch(`${graph}/v1.0/me`, {headers})),
                refused(fetch(`${authority}/${tenant}/v2.0/.well-known/openid-configuration`)),
            ]);
            """,
            AUTHORITY, TENANT, GRAPH, window.run("return fetch('settings.json').then(r => r.json()).then(s => s.client)"),
            known["accessToken"], known["refreshToken"],
        )
        assert seen == ["TypeError", "TypeError", 200], seen


def check_tokens_by_jose():
    """Every kind of token that the emulator makes for tests, validated in the browser."""
    with application() as address, Window() as window:
        window.open(address)
        window.wait_for("Nobody is signed in.")
        for version in (1, 2):
            own = api(version)
            for kind in kinds():
                said = window.run(
                    "return app.validates(...arguments)", own.made(kind, user=ADMIN, client=own.caller.id),
                    published(version)["issuer"], own.audience,
                )
                expected = {"none": True, "wrongTenant": False}.get(kind, "ERR_")
                assert said is expected or expected == "ERR_" and str(said).startswith(expected), (version, kind, said)
