"""Applications that the checks need, registered through Microsoft Graph as an administrator's script does it."""

import functools
import urllib.parse
import uuid

from common import ADMIN, AUTHORITY, CUSTOMER, EXCHANGE, GRAPH, TENANT, session
from material import EXCHANGE_AUDIENCE, ISSUER, SUBJECT, certificate
from msal_clients import public
from person import Person

GRAPH_POWERSHELL = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
GRAPH_SCOPES = [
    f"https://graph.microsoft.com/{name}"
    for name in (
        "Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All",
        "RoleManagement.ReadWrite.Directory", "User.ReadWrite.All", "Directory.Read.All",
    )
]
EXCHANGE_RESOURCE = "00000002-0000-0ff1-ce00-000000000000"
EXCHANGE_MANAGE = "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c"
MANAGE_AS_APP = "dc50a0fb-09a3-484d-be87-e023b12c6440"
EXCHANGE_ADMINISTRATOR = "29232cdf-9323-42fd-ade2-1d097af3e4de"


@functools.cache
def administrator_token(tenant=TENANT, user=ADMIN):
    """A token for Graph with which an administrator may register applications."""
    client = public(GRAPH_POWERSHELL, tenant)
    flow = client.initiate_auth_code_flow(GRAPH_SCOPES, redirect_uri="http://localhost:8765")
    reply = client.acquire_token_by_auth_code_flow(flow, Person(user).answer(flow["auth_uri"]))
    assert "access_token" in reply, reply.get("error_description", reply)
    return reply["access_token"]


def graph(method, path, body=None, status=None, token=None):
    """A call of Graph v1.0 by the administrator, who signs in again when the token is not taken any more."""
    for _ in range(2):
        headers = {"Authorization": f"Bearer {token or administrator_token()}"}
        answer = session().request(method, f"{GRAPH}/v1.0/{path}", json=body, headers=headers)
        if answer.status_code != 401 or token:
            break
        administrator_token.cache_clear()
    accepted = (status,) if status else (200, 201, 204)
    assert answer.status_code in accepted, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else {}


def principal_of(app_id):
    """The object id of an application's service principal."""
    return graph("GET", f"servicePrincipals(appId='{app_id}')?$select=id")["id"]


def user_id(name=ADMIN):
    """The object id of a user."""
    return graph("GET", f"users/{name}?$select=id")["id"]


class Application:
    """A registration with its service principal in the tenant."""

    def __init__(self, name, **properties):
        self.name = name
        made = graph("POST", "applications", {"displayName": name, "signInAudience": "AzureADMyOrg", **properties})
        self.id, self.object_id = made["appId"], made["id"]
        self.principal_id = graph("POST", "servicePrincipals", {"appId": self.id})["id"]

    def change(self, **properties):
        graph("PATCH", f"applications/{self.object_id}", properties, 204)

    def add_secret(self):
        """Makes a secret and returns it."""
        body = {"passwordCredential": {"displayName": "conformance"}}
        return graph("POST", f"applications/{self.object_id}/addPassword", body)["secretText"]

    def add_certificate(self, certificate):
        key = {"type": "AsymmetricX509Cert", "usage": "Verify", "key": certificate.base64}
        self.change(keyCredentials=[key])

    def add_federated(self, issuer, subject, audience):
        body = {"name": "conformance", "issuer": issuer, "subject": subject, "audiences": [audience]}
        graph("POST", f"applications/{self.object_id}/federatedIdentityCredentials", body, 201)

    def expose(self, value="access_as_user"):
        """Makes the application an API with a delegated permission, and returns the permission's id."""
        permission = str(uuid.uuid4())
        scope = {
            "id": permission, "value": value, "type": "User", "isEnabled": True,
            "adminConsentDisplayName": "Use it", "adminConsentDescription": "Use it as the person who signed in",
            "userConsentDisplayName": "Use it", "userConsentDescription": "Use it as you",
        }
        self.change(identifierUris=[f"api://{self.id}"], api={"oauth2PermissionScopes": [scope]})
        return permission

    def grant(self, resource=EXCHANGE_RESOURCE, scope="Exchange.Manage"):
        """Consents to delegated permissions for everybody."""
        body = {
            "clientId": self.principal_id, "consentType": "AllPrincipals", "principalId": None,
            "resourceId": principal_of(resource), "scope": scope,
        }
        graph("POST", "oauth2PermissionGrants", body, 201)

    def administer_exchange(self):
        """Grants Exchange.ManageAsApp and the role that makes it count."""
        assignment = {
            "principalId": self.principal_id, "resourceId": principal_of(EXCHANGE_RESOURCE), "appRoleId": MANAGE_AS_APP,
        }
        graph("POST", f"servicePrincipals/{self.principal_id}/appRoleAssignments", assignment, 201)
        role = {
            "@odata.type": "#microsoft.graph.unifiedRoleAssignment", "principalId": self.principal_id,
            "roleDefinitionId": EXCHANGE_ADMINISTRATOR, "directoryScopeId": "/",
        }
        graph("POST", "roleManagement/directory/roleAssignments", role, 201)


def consent_in_customer(application):
    """The customer's administrator opens the consent address and gives the application its role in Exchange."""
    query = urllib.parse.urlencode({
        "client_id": application.id, "redirect_uri": "https://partner.example/consented", "state": "1",
        "scope": f"{EXCHANGE}/.default",
    })
    answer = Person("admin@fabrikam.com").answer(f"{AUTHORITY}/{CUSTOMER}/v2.0/adminconsent?{query}")
    assert answer["admin_consent"] == "True" and answer["tenant"] == CUSTOMER and answer["state"] == "1", answer
    token = administrator_token(CUSTOMER, "admin@fabrikam.com")
    principal = graph("GET", f"servicePrincipals(appId='{application.id}')?$select=id", token=token)["id"]
    role = {"principalId": principal, "roleDefinitionId": EXCHANGE_ADMINISTRATOR, "directoryScopeId": "/"}
    graph("POST", "roleManagement/directory/roleAssignments", role, 201, token=token)


@functools.cache
def automation():
    """An application that administers Exchange by secret, certificate or a foreign token: itself and its secret."""
    made = Application("Conformance automation")
    made.administer_exchange()
    made.add_certificate(certificate())
    made.add_federated(ISSUER, SUBJECT, EXCHANGE_AUDIENCE)
    return made, made.add_secret()


@functools.cache
def partner():
    """A multi-tenant application with a certificate that a customer's administrator consented to."""
    made = Application("Conformance partner", signInAudience="AzureADMultipleOrgs", requiredResourceAccess=[
        {"resourceAppId": EXCHANGE_RESOURCE, "resourceAccess": [{"id": MANAGE_AS_APP, "type": "Role"}]}
    ], web={"redirectUris": ["https://partner.example/consented"]})
    made.add_certificate(certificate())
    consent_in_customer(made)
    return made


@functools.cache
def article():
    """The web application of old articles, with its redirect to https://ExOPSApp."""
    made = Application(
        "Exchange Online PowerShell", signInAudience="AzureADMultipleOrgs", web={"redirectUris": ["https://ExOPSApp"]}
    )
    made.grant()
    return made, made.add_secret()


@functools.cache
def website():
    """A confidential web application and API that works on behalf of those who call it: itself and its secret."""
    made = Application(
        "Conformance website", web={"redirectUris": ["https://website.example/signed-in"]},
        requiredResourceAccess=[
            {"resourceAppId": EXCHANGE_RESOURCE, "resourceAccess": [{"id": EXCHANGE_MANAGE, "type": "Scope"}]}
        ],
    )
    made.add_certificate(certificate())
    made.expose()
    made.grant()
    return made, made.add_secret()


@functools.cache
def caller():
    """A public client that calls the website's API."""
    made = Application(
        "Conformance caller", isFallbackPublicClient=True, publicClient={"redirectUris": ["http://localhost"]}
    )
    made.grant(website()[0].id, "access_as_user")
    return made
