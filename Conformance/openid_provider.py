"""An OpenID provider by Authlib, and a service that trusts it: the protocol is Authlib's, memory and the one user are ours."""

import contextlib
import secrets
import threading

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE, DeviceAuthorizationEndpoint
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.discovery import OpenIDProviderMetadata
from werkzeug.serving import WSGIRequestHandler, make_server

from common import ADMIN, EXCHANGE, TENANT, URL, WORK, control, session
from openid_grants import KEYS, SCOPES, USER, AccessTokens, Client, IDToken, IDTokenOfCode, Validator, grants_of
from own_authority import certificates


class Provider:
    """What the provider remembers, and what its people decide."""

    def __init__(self):
        self.issuer, self.ca = None, None
        self.consents = True
        self.codes, self.devices, self.decided, self.refresh_tokens = {}, {}, {}, {}
        #: The parameters of the requests for tokens, and what was answered to each.
        self.asked = []
        self.clients = {
            "daemon": Client("daemon", "the daemon's secret", "client_credentials"),
            "person": Client("person", None, "authorization_code", "refresh_token", DEVICE_CODE_GRANT_TYPE),
        }

    @property
    def metadata(self):
        document = OpenIDProviderMetadata({
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/sign-in", "token_endpoint": f"{self.issuer}/tokens",
            "device_authorization_endpoint": f"{self.issuer}/devices", "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "none"], "scopes_supported": sorted(SCOPES),
            "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token", DEVICE_CODE_GRANT_TYPE],
            "authorization_response_iss_parameter_supported": True,
        })
        document.validate()
        return document

    def take_refresh_token(self, token, request):
        if text := token.get("refresh_token"):
            self.refresh_tokens[text] = (request.client.client_id, token["scope"])


def application(provider):
    """The web application: the provider, and the part of the service that looks at its tokens."""
    app = flask.Flask("openid-provider")
    server = AuthorizationServer(app, provider.clients.get, provider.take_refresh_token)
    server.register_token_generator(
        "default",
        AccessTokens(provider.issuer, refresh_token_generator=lambda **_: secrets.token_urlsafe(48), expires_generator=3600),
    )
    code, device, device_authorization, refresh, client_credentials = grants_of(provider)
    server.register_grant(code, [CodeChallenge(required=True), IDTokenOfCode(provider.issuer)])
    server.register_grant(device, [IDToken(provider.issuer)])
    server.register_grant(refresh)
    server.register_grant(client_credentials)
    server.register_endpoint(device_authorization)

    class Issuer(IssuerParameter):
        def get_issuer(self):
            return provider.issuer

    server.register_extension(Issuer())
    trusts = ResourceProtector()
    trusts.register_token_validator(Validator(provider.issuer, EXCHANGE))

    @app.get("/.well-known/openid-configuration")
    def metadata():
        return provider.metadata

    @app.get("/keys")
    def keys():
        return KEYS.as_dict(private=False)

    @app.get("/sign-in")
    def sign_in():
        try:
            grant = server.get_consent_grant(end_user=USER)
        except OAuth2Error as error:
            return server.handle_error_response(server.create_oauth2_request(flask.request), error)
        return server.create_authorization_response(grant=grant, grant_user=USER if provider.consents else None)

    @app.post("/tokens")
    def tokens():
        answer = server.create_token_response()
        provider.asked.append((flask.request.form.to_dict(), answer.status_code, answer.get_json(silent=True)))
        return answer

    @app.post("/devices")
    def devices():
        return server.create_endpoint_response(DeviceAuthorizationEndpoint.ENDPOINT_NAME)

    @app.route("/adminapi/<path:path>", methods=["GET", "POST"])
    @app.route("/AdminApi/<path:path>", methods=["GET", "POST"])
    @trusts()
    def service(path):
        """What somebody asks whose token Authlib accepts, done by the emulator."""
        claims = trusts.acquire_token()
        kind = {"client": "aaaaaaaa-0000-4000-8000-000000000002"} if claims.get("idtyp") == "app" else {"user": ADMIN}
        token = control("POST", "tokens", {"tenant": TENANT, "resource": EXCHANGE, **kind})["access_token"]
        own = ("host", "content-length", "accept-encoding")
        headers = {name: value for name, value in flask.request.headers if name.lower() not in own}
        done = session().request(
            flask.request.method, f"{URL}/adminapi/{path}", params=flask.request.args, data=flask.request.get_data(),
            headers={**headers, "Authorization": f"Bearer {token}"}, allow_redirects=False,
        )
        kept = {name: value for name, value in done.headers.items() if name.lower() in ("content-type", "location")}
        return done.content, done.status_code, kept

    return app


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


@contextlib.contextmanager
def running():
    """A provider that listens on a port of its own."""
    provider = Provider()
    ca, pem = certificates(WORK / "openid-provider")
    provider.ca = str(ca)
    server = make_server(
        "127.0.0.1", 0, lambda *call: app(*call), threaded=True, request_handler=Quiet, ssl_context=(str(pem), str(pem))
    )
    provider.port = server.server_port
    provider.issuer = f"https://localhost:{server.server_port}"
    app = application(provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
