"""azure-identity: the credentials of the Azure SDK for Python."""

import asyncio
import os
import webbrowser
from unittest import mock

import azure.identity as identity
import azure.identity.aio as identity_aio
from azure.core.exceptions import ClientAuthenticationError

import registrations
from adal_checks import signed_in_code
from common import (
    ADMIN, APART, AUTHORITY, DOMAIN, EXCHANGE, PASSWORD, PUBLIC_APP, SCOPE, SECRET, SECRET_APP, TENANT, WORK, apart,
    elsewhere, payload, works_for_application, works_for_user,
)
from material import PASSPHRASE, certificate, foreign_token, trust_issuer
from msal_clients import Browser, public, signed_in
from person import Person


def options(**more):
    """None in a box, where everything is as in the public cloud."""
    return more if APART else {"authority": AUTHORITY, "disable_instance_discovery": True, **more}


def application_works(credential):
    token = credential.get_token(*SCOPE)
    works_for_application(token.token)
    assert credential.get_token(*SCOPE).token == token.token, "the cached token was not found again"
    return token


def refused(credential, code):
    """A credential that must be refused with an AADSTS code."""
    try:
        credential.get_token(*SCOPE)
    except ClientAuthenticationError as problem:
        assert f"AADSTS{code}" in str(problem), problem
    else:
        raise AssertionError(f"not refused with {code}")


def check_client_secret():
    application_works(identity.ClientSecretCredential(TENANT, SECRET_APP, SECRET, **options()))
    refused(identity.ClientSecretCredential(TENANT, SECRET_APP, "wrong", **options()), 7000215)


def check_certificate():
    """PEM and PFX, with and without the chain."""
    client = registrations.automation()[0].id
    for chain in (False, True):
        for file, password in ((certificate().pem_file, None), (certificate().pfx_file, PASSPHRASE)):
            application_works(identity.CertificateCredential(
                TENANT, client, str(file), password=password, send_certificate_chain=chain, **options()
            ))


def check_client_assertion():
    trust_issuer()
    application_works(
        identity.ClientAssertionCredential(TENANT, registrations.automation()[0].id, foreign_token, **options())
    )


def check_workload_identity():
    """The token in a file, named by the environment as a cluster does it."""
    trust_issuer()
    file = WORK / "federated-token"
    file.write_text(foreign_token())
    client = registrations.automation()[0].id
    application_works(identity.WorkloadIdentityCredential(
        tenant_id=TENANT, client_id=client, token_file_path=str(file), **options()
    ))
    variables = {
        "AZURE_CLIENT_ID": client, "AZURE_TENANT_ID": TENANT, "AZURE_FEDERATED_TOKEN_FILE": str(file),
        "AZURE_AUTHORITY_HOST": elsewhere(),
    }
    with mock.patch.dict(os.environ, variables):
        plain = {"disable_instance_discovery": True}
        application_works(identity.WorkloadIdentityCredential(**plain))
        application_works(identity.ManagedIdentityCredential(**plain))


def check_environment():
    """Everything comes from the environment."""
    variables = {
        "AZURE_CLIENT_ID": SECRET_APP, "AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_SECRET": SECRET,
        "AZURE_AUTHORITY_HOST": elsewhere(),
    }
    with mock.patch.dict(os.environ, variables):
        application_works(identity.EnvironmentCredential(disable_instance_discovery=True))


def check_device_code():
    """The code is shown to a function, which types it."""
    def prompt(address, code, expires):
        Person().enter_device_code(address, code)

    credential = identity.DeviceCodeCredential(PUBLIC_APP, tenant_id=TENANT, prompt_callback=prompt, **options())
    works_for_user(credential.get_token(*SCOPE).token)
    record = credential.authenticate(scopes=SCOPE)
    assert record.username == ADMIN and record.tenant_id == TENANT, record.serialize()


def check_interactive_browser():
    """A browser and a listener on loopback; the authentication record finds the account again."""
    webbrowser.register("person", None, Browser(), preferred=True)
    credential = identity.InteractiveBrowserCredential(
        client_id=PUBLIC_APP, tenant_id=TENANT, timeout=30, **options()
    )
    record = credential.authenticate(scopes=SCOPE)
    assert record.username == ADMIN and record.home_account_id.endswith(TENANT), record.serialize()
    works_for_user(credential.get_token(*SCOPE).token)


def check_authorization_code():
    code = signed_in_code(PUBLIC_APP, tenant=TENANT)
    credential = identity.AuthorizationCodeCredential(TENANT, PUBLIC_APP, code, "http://localhost", **options())
    works_for_user(credential.get_token(*SCOPE).token)


@apart
def check_user_name_and_password():
    credential = identity.UsernamePasswordCredential(
        PUBLIC_APP, ADMIN, PASSWORD, tenant_id=TENANT, **options()
    )
    works_for_user(credential.get_token(*SCOPE).token)
    refused(identity.UsernamePasswordCredential(
        PUBLIC_APP, ADMIN, "wrong", tenant_id=TENANT, **options()
    ), 50126)


def check_on_behalf_of():
    """By secret, by certificate and by assertion."""
    trust_issuer()
    application, secret = registrations.website()
    assertion = signed_in(
        public(registrations.caller().id, tenant=TENANT), scopes=[f"api://{application.id}/access_as_user"]
    )["access_token"]
    for proof in ({"client_secret": secret}, {"client_certificate": certificate().pem_file.read_bytes()}):
        credential = identity.OnBehalfOfCredential(
            TENANT, application.id, user_assertion=assertion, **proof, **options()
        )
        works_for_user(credential.get_token(*SCOPE).token)


def check_chained():
    """The first credential is not available, the second one is."""
    with mock.patch.dict(os.environ, {}):
        credential = identity.ChainedTokenCredential(
            identity.EnvironmentCredential(), identity.ClientSecretCredential(TENANT, SECRET_APP, SECRET, **options())
        )
        works_for_application(credential.get_token(*SCOPE).token)


def check_continuous_access_evaluation():
    """enable_cae announces the capability; the token lives a day."""
    credential = identity.ClientSecretCredential(TENANT, SECRET_APP, SECRET, **options())
    token = credential.get_token(*SCOPE, enable_cae=True)
    claims = payload(token.token)
    assert [text.lower() for text in claims["xms_cc"]] == ["cp1"], claims
    works_for_application(token.token)
    plain = credential.get_token(*SCOPE)
    assert "xms_cc" not in payload(plain.token), "the two caches are one"


def check_other_tenant():
    """A tenant named for one request, and a tenant that is a domain."""
    credential = identity.ClientSecretCredential(
        DOMAIN, SECRET_APP, SECRET, additionally_allowed_tenants=["*"], **options()
    )
    works_for_application(credential.get_token(*SCOPE).token)
    token = credential.get_token(*SCOPE, tenant_id="fabrikam.onmicrosoft.com").token
    assert payload(token)["tid"].startswith("22222222"), payload(token)


def check_asynchronous():
    async def work():
        async with identity_aio.ClientSecretCredential(TENANT, SECRET_APP, SECRET, **options()) as credential:
            works_for_application((await credential.get_token(*SCOPE)).token)
        client = registrations.automation()[0].id
        async with identity_aio.CertificateCredential(
            TENANT, client, str(certificate().pem_file), **options()
        ) as credential:
            works_for_application((await credential.get_token(*SCOPE)).token)

    asyncio.run(work())


def check_resource_of_the_module():
    """The audience is what was asked for, slash included."""
    credential = identity.ClientSecretCredential(TENANT, SECRET_APP, SECRET, **options())
    token = credential.get_token(f"{EXCHANGE}//.default").token
    assert payload(token)["aud"] == f"{EXCHANGE}/", payload(token)["aud"]
    works_for_application(token)
