"""An API of one's own: a web application that takes tokens of the tenant, validated by PyJWT or by Authlib."""

import contextlib
import threading

import flask
import jwt
import requests
from authlib.integrations.flask_oauth2 import ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator, InvalidTokenError
from joserfc import jwt as jose
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from werkzeug.serving import make_server

from common import AUTHORITY, TENANT
from openid_provider import Quiet

#: What validators forgive a clock, in seconds.
LEEWAY = 300
SCOPE, ROLE = "access_as_user", "Reports.Read.All"


def published(version):
    """The document by which an API finds issuer and keys, of the version of its tokens."""
    address = f"{AUTHORITY}/{TENANT}{'/v2.0' if version == 2 else ''}/.well-known/openid-configuration"
    answer = requests.get(address, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


def by_pyjwt(document, audience):
    """The API as who uses PyJWT writes it."""
    app = flask.Flask("api-by-pyjwt")
    keys = jwt.PyJWKClient(document["jwks_uri"], cooldown_duration=0)

    def claims_of(text):
        claims = jwt.decode(
            text, keys.get_signing_key_from_jwt(text), algorithms=["RS256"], audience=audience, issuer=document["issuer"],
            leeway=LEEWAY, options={"require": ["exp", "nbf", "iat", "iss", "aud", "sub", "tid"]},
        )
        if claims["tid"] != TENANT:
            raise jwt.InvalidTokenError("another tenant")
        return claims

    @app.get("/")
    def who():
        scheme, _, text = flask.request.headers.get("Authorization", "").partition(" ")
        try:
            if scheme != "Bearer":
                raise jwt.InvalidTokenError("no token")
            claims = claims_of(text)
        except jwt.PyJWTError as problem:
            return {"error": "invalid_token", "error_description": str(problem)}, 401
        if SCOPE not in claims.get("scp", "").split() and ROLE not in claims.get("roles", []):
            return {"error": "insufficient_scope"}, 403
        return claims

    return app


class Claims(dict):
    """The claims of a token as Authlib's protector asks for them."""

    def is_expired(self):
        return False

    def is_revoked(self):
        return False

    def get_scope(self):
        return " ".join([self.get("scp", ""), *self.get("roles", [])])


class ByJOSE(BearerTokenValidator):
    """Tokens validated by the JOSE of Authlib."""

    def __init__(self, document, audience):
        super().__init__()
        self.address, self.keys = document["jwks_uri"], None
        self.registry = jose.JWTClaimsRegistry(
            leeway=LEEWAY, iss={"essential": True, "value": document["issuer"]}, aud={"essential": True, "value": audience},
            tid={"essential": True, "value": TENANT}, exp={"essential": True}, nbf={"essential": True},
        )

    def decoded(self, text):
        try:
            return jose.decode(text, self.keys or self.fetched(), algorithms=["RS256"])
        except InvalidKeyIdError:
            return jose.decode(text, self.fetched(), algorithms=["RS256"])

    def fetched(self):
        self.keys = KeySet.import_key_set(requests.get(self.address, timeout=10).json())
        return self.keys

    def authenticate_token(self, text):
        try:
            token = self.decoded(text)
            self.registry.validate(token.claims)
        except JoseError as problem:
            raise InvalidTokenError(description=str(problem)) from problem
        return Claims(token.claims)


def by_authlib(document, audience):
    """The API as who uses Authlib writes it."""
    app = flask.Flask("api-by-authlib")
    protected = ResourceProtector()
    protected.register_token_validator(ByJOSE(document, audience))

    @app.get("/")
    @protected([SCOPE, ROLE])
    def who():
        return dict(flask.g.authlib_server_oauth2_token)

    return app


@contextlib.contextmanager
def serving(app):
    """Lets a web application answer; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
