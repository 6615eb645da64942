"""What several checks of pages share: an application that waits for its answer, and somebody who signs in."""

import base64
import contextlib
import hashlib
import http.server
import secrets
import threading
import urllib.parse

from common import ADMIN, AUTHORITY, PASSWORD, PUBLIC_APP, TENANT


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


def authorize(redirect, client=PUBLIC_APP, tenant=TENANT, host=AUTHORITY, **more):
    """The address of the authorize endpoint with PKCE, and the verifier."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "client_id": client, "response_type": "code", "redirect_uri": redirect, "state": "the state",
        "scope": "https://outlook.office365.com/.default openid profile offline_access", "code_challenge": challenge,
        "code_challenge_method": "S256", **more,
    }
    return f"{host}/{tenant}/oauth2/v2.0/authorize?{urllib.parse.urlencode(query)}", verifier


def sign_in(window, user=ADMIN, password=PASSWORD):
    window.type("User name", user)
    window.type("Password", password)
    window.press("Sign in")
