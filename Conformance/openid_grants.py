"""Authlib's grants and tokens, with what an application that uses Authlib has to add: applications, one user, a memory."""

import secrets
import time

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint, DeviceCodeGrant, DeviceCredentialDict
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator, JWTBearerTokenValidator
from authlib.oidc.core import OpenIDCode, OpenIDToken, UserInfo
from joserfc.jwk import KeySet, RSAKey

from common import ADMIN, EXCHANGE, TENANT

SCOPES = {f"{EXCHANGE}/.default", "openid", "profile", "offline_access"}
EXCHANGE_ADMINISTRATOR = "29232cdf-9323-42fd-ade2-1d097af3e4de"
KEYS = KeySet([RSAKey.generate_key(2048, {"kid": "key", "use": "sig", "alg": "RS256"})])


class User:
    def get_user_id(self):
        return "somebody"


USER = User()


class Client:
    """An application, with a secret or without one."""

    def __init__(self, client_id, secret, *grant_types):
        self.client_id, self.secret, self.grant_types = client_id, secret, grant_types

    def get_client_id(self):
        return self.client_id

    def get_allowed_scope(self, scope):
        return " ".join(name for name in scope.split() if name in SCOPES)

    def check_redirect_uri(self, address):
        return address.startswith("http://localhost:")

    def check_client_secret(self, secret):
        return self.secret is not None and secrets.compare_digest(self.secret, secret)

    def check_endpoint_auth_method(self, method, _):
        return method == ("client_secret_post" if self.secret else "none")

    def check_response_type(self, kind):
        return kind == "code"

    def check_grant_type(self, kind):
        return kind in self.grant_types


class Code(dict):
    """What a code was given for."""

    code_challenge = property(lambda self: self["challenge"])
    code_challenge_method = property(lambda self: self["method"])

    def get_redirect_uri(self):
        return self["redirect"]

    def get_scope(self):
        return self["scope"]

    def get_nonce(self):
        return self["nonce"]

    def get_auth_time(self):
        return self["time"]

    def get_acr(self):
        return None

    get_amr = get_acr


class RefreshToken:
    def __init__(self, text, client, scope):
        self.text, self.client, self.scope = text, client, scope

    def check_client(self, client):
        return self.client == client.client_id

    def get_scope(self):
        return self.scope


def grants_of(provider):
    """Authlib's grants, with the provider's memory behind them."""

    class AuthorizationCode(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "none"]

        def save_authorization_code(self, code, request):
            data = request.payload.data
            provider.codes[code] = Code(
                client=request.client.client_id, redirect=request.payload.redirect_uri, scope=request.scope,
                nonce=data.get("nonce"), challenge=data.get("code_challenge"), method=data.get("code_challenge_method"),
                time=int(time.time()),
            )

        def query_authorization_code(self, code, client):
            found = provider.codes.get(code)
            return found if found and found["client"] == client.client_id else None

        def delete_authorization_code(self, code):
            provider.codes = {text: kept for text, kept in provider.codes.items() if kept is not code}

        def authenticate_user(self, _):
            return USER

    class DeviceCode(DeviceCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["none"]

        def query_device_credential(self, code):
            return provider.devices.get(code)

        def query_user_grant(self, user_code):
            decided = provider.decided.get(user_code)
            return None if decided is None else (USER, decided)

        def should_slow_down(self, credential):
            last, credential["last"] = credential.get("last", 0), time.monotonic()
            return credential["last"] - last < DeviceAuthorization.INTERVAL * 0.9

    class DeviceAuthorization(DeviceAuthorizationEndpoint):
        CLIENT_AUTH_METHODS = ["none"]
        INTERVAL = 1

        def get_verification_uri(self):
            return f"{provider.issuer}/device"

        def save_device_credential(self, client_id, scope, data):
            provider.devices[data["device_code"]] = DeviceCredentialDict(
                client_id=client_id, scope=scope, expires_at=time.time() + data["expires_in"], **data
            )

    class Refresh(grants.RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, text):
            found = provider.refresh_tokens.get(text)
            return found and RefreshToken(text, *found)

        def authenticate_user(self, _):
            return USER

        def revoke_old_credential(self, token):
            del provider.refresh_tokens[token.text]

    class ClientCredentials(grants.ClientCredentialsGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]

    return AuthorizationCode, DeviceCode, DeviceAuthorization, Refresh, ClientCredentials


class IDToken(OpenIDToken):
    """What Authlib's ID tokens say of the user."""

    def __init__(self, issuer):
        self.issuer = issuer

    def resolve_client_private_key(self, _):
        return KEYS

    def get_client_algorithm(self, _):
        return "RS256"

    def get_client_claims(self, _):
        return {"iss": self.issuer}

    def generate_user_info(self, user, _):
        return UserInfo(sub=user.get_user_id(), preferred_username=ADMIN, name="Somebody")


class IDTokenOfCode(IDToken, OpenIDCode):
    require_nonce = True

    def exists_nonce(self, *_):
        return False


class AccessTokens(JWTBearerTokenGenerator):
    """Tokens as RFC 9068 has them, with the claims by which Exchange decides."""

    def get_jwks(self):
        return KEYS

    def get_audiences(self, *_):
        return EXCHANGE

    def get_extra_claims(self, client, grant_type, user, scope):
        if user:
            return {"tid": TENANT, "upn": ADMIN, "scp": "Exchange.Manage"}
        return {"tid": TENANT, "roles": ["Exchange.ManageAsApp"], "wids": [EXCHANGE_ADMINISTRATOR], "idtyp": "app"}


class Validator(JWTBearerTokenValidator):
    def get_jwks(self):
        return KeySet.import_key_set(KEYS.as_dict(private=False))
