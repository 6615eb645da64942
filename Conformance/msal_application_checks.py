"""Microsoft Authentication Library for Python: applications that act for themselves or on behalf of others."""

import json
import uuid

import msal

import registrations
from common import (
    CUSTOMER, DOMAIN, EXCHANGE, SCOPE, SECRET, SECRET_APP, TENANT, connect, control, elsewhere, exo, expect, payload,
    refused, rows, works_for_application, works_for_user,
)
from material import PASSPHRASE, certificate, foreign_token, trust_issuer
from msal_clients import confidential, public, signed_in
from person import Person


def check_client_secret():
    """An application's token by secret; the second one comes out of the cache."""
    application = confidential()
    reply = expect(application.acquire_token_for_client(SCOPE))
    assert set(reply) >= {"token_type", "expires_in", "access_token"} and "refresh_token" not in reply, sorted(reply)
    again = application.acquire_token_for_client(SCOPE)
    assert again.get("token_source") == "cache", again
    works_for_application(reply["access_token"])
    changed_and_back(connect(reply["access_token"], "--organization", DOMAIN))


def changed_and_back(name):
    """Get-Mailbox and Set-Mailbox over a connection; the change is seen and taken back."""
    assert len(rows("Get-Mailbox", "-ResultSize", "Unlimited", "--connection", name)) >= 20
    for office in ("Building 7, Room 4", ""):
        exo("Set-Mailbox", "-Identity", "adele@contoso.com", "-Office", office, "--connection", name)
        seen = rows("Get-Mailbox", "-Identity", "adele@contoso.com", "--connection", name)
        assert len(seen) == 1 and seen[0]["Office"] == office, seen[0].get("Office")


def check_client_secret_in_customer_tenant():
    """The partner's application in its customer's tenant, and not in its own with that token."""
    token = expect(confidential(tenant=CUSTOMER).acquire_token_for_client(SCOPE))["access_token"]
    name = connect(token, "--delegated-organization", "fabrikam.onmicrosoft.com")
    domains = {row["DomainName"] for row in rows("Get-AcceptedDomain", "--connection", name)}
    assert "fabrikam.com" in domains and "contoso.com" not in domains, domains
    own = expect(confidential().acquire_token_for_client(SCOPE))["access_token"]
    said = exo("connect", "--cloud", "emulator", "--delegated-organization", "fabrikam.onmicrosoft.com",
               "--access-token-stdin", token=own, status=3)
    assert "tid" in said, said


def check_certificate_by_thumbprint():
    """RS256 with x5t."""
    made = certificate()
    credential = {"private_key": made.key_pem, "thumbprint": made.thumbprint}
    application = confidential(registrations.automation()[0].id, credential)
    works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_certificate_by_pfx():
    """PS256 with x5t#S256."""
    credential = {"private_key_pfx_path": str(certificate().pfx_file), "passphrase": PASSPHRASE}
    application = confidential(registrations.automation()[0].id, credential)
    token = expect(application.acquire_token_for_client(SCOPE))["access_token"]
    assert payload(token)["appidacr"] == "2", payload(token)
    works_for_application(token)


def check_certificate_with_chain():
    """PS256 with the certificate sent along, by PFX and by PEM."""
    made = certificate()
    for credential in (
        {"private_key_pfx_path": str(made.pfx_file), "passphrase": PASSPHRASE, "public_certificate": True},
        {"private_key": made.key_pem, "public_certificate": made.pem},
        {"private_key": made.key_pem, "thumbprint": made.thumbprint, "public_certificate": made.pem},
    ):
        application = confidential(registrations.automation()[0].id, credential)
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_unregistered_certificate():
    """A certificate that nobody registered proves nothing."""
    made = certificate("stranger")
    credential = {"private_key": made.key_pem, "thumbprint": made.thumbprint}
    application = confidential(registrations.automation()[0].id, credential)
    refused(application.acquire_token_for_client(SCOPE), "invalid_client", 700027)


def check_federated_assertion():
    """A token of another service, as text and as a function; a wrong subject is refused."""
    trust_issuer()
    for assertion in (foreign_token(), foreign_token):
        application = confidential(registrations.automation()[0].id, {"client_assertion": assertion})
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])
    stranger = confidential(registrations.automation()[0].id, {"client_assertion": foreign_token(subject="stranger")})
    refused(stranger.acquire_token_for_client(SCOPE), "invalid_client", 700213)


def check_on_behalf_of():
    """An API calls Exchange for the person who called it."""
    application, secret = registrations.website()
    person = Person("exchange.admin@contoso.com")
    called = signed_in(public(registrations.caller().id, tenant=TENANT), person, [f"api://{application.id}/access_as_user"])
    for credential in (secret, {"private_key_pfx_path": str(certificate().pfx_file), "passphrase": PASSPHRASE}):
        middle = confidential(application.id, credential, tenant=TENANT)
        reply = expect(middle.acquire_token_on_behalf_of(called["access_token"], SCOPE))
        works_for_user(reply["access_token"], "exchange.admin@contoso.com")
    other = signed_in(public(), person)["access_token"]
    refused(confidential(application.id, secret, tenant=TENANT).acquire_token_on_behalf_of(other, SCOPE),
            "invalid_grant", 500131)


def check_on_behalf_of_with_a_second_factor():
    """Exchange asks for more than who called the API has shown: its claims go back to the person, who shows it, to the end."""
    application, secret = registrations.website()
    user = "exchange.admin@contoso.com"
    scopes = [f"api://{application.id}/access_as_user"]
    policy = control("PUT", "policies", {
        "tenant": TENANT, "displayName": "Second factor for Exchange", "state": "enabled",
        "conditions": {
            "users": {"includeUsers": ["All"]}, "applications": {"includeApplications": [registrations.EXCHANGE_RESOURCE]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    })
    try:
        person, client = Person(user), public(registrations.caller().id, tenant=TENANT)
        called = signed_in(client, person, scopes)
        assert "second factor" not in person.seen, person.seen
        middle = confidential(application.id, secret, tenant=TENANT)
        refusal = refused(
            middle.acquire_token_on_behalf_of(called["access_token"], SCOPE), "interaction_required", 50076
        )
        assert "capolids" in json.loads(refusal["claims"])["access_token"], refusal["claims"]
        silent = client.acquire_token_silent_with_error(
            scopes, client.get_accounts(user)[0], claims_challenge=refusal["claims"]
        )
        refused(silent, "invalid_grant", 50076)
        again = signed_in(client, person, scopes, claims_challenge=refusal["claims"])
        assert person.seen.count("second factor") == 1 and person.seen.count("password") == 1, person.seen
        works_for_user(expect(middle.acquire_token_on_behalf_of(again["access_token"], SCOPE))["access_token"], user)
        silent = expect(client.acquire_token_silent(scopes, client.get_accounts(user)[0], force_refresh=True))
        works_for_user(expect(middle.acquire_token_on_behalf_of(silent["access_token"], SCOPE))["access_token"], user)
    finally:
        control("DELETE", "policies", {"tenant": TENANT, "id": policy["id"]})


def check_oidc_authority():
    """The issuer of the document has the host and port that were asked."""
    application = msal.ConfidentialClientApplication(
        SECRET_APP, client_credential=SECRET, oidc_authority=f"{elsewhere()}/{TENANT}/v2.0"
    )
    works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_discovery():
    """Discovery on the emulator's own host, and none at all."""
    for options in (
        {"instance_discovery": f"{elsewhere()}/common/discovery/instance"},
        {"instance_discovery": None, "validate_authority": False},
    ):
        application = confidential(host=elsewhere(), **options)
        works_for_application(expect(application.acquire_token_for_client(SCOPE))["access_token"])


def check_refusals():
    """Mistakes of a configuration are answered with their codes."""
    for application, scope, error, code in (
        (confidential(credential="wrong"), SCOPE, "invalid_client", 7000215),
        (confidential(str(uuid.uuid4())), SCOPE, "unauthorized_client", 700016),
        (confidential(), [f"{EXCHANGE}/Exchange.Manage"], "invalid_scope", 70011),
        (confidential(), ["https://nowhere.example/.default"], "invalid_resource", 500011),
    ):
        reply = application.acquire_token_for_client(scope)
        if code == 70011 and 1002012 in reply.get("error_codes", []):
            code = 1002012
        refused(reply, error, code)
    try:
        confidential(tenant="nowhere.example")
    except ValueError as problem:
        assert "Unable to get authority configuration" in str(problem), problem
    else:
        raise AssertionError("a tenant that does not exist has an OpenID configuration")
