"""Microsoft Graph SDK for Python: an application registered from nothing, consented to, and signed in with."""

import asyncio
import datetime
import uuid
import webbrowser

import azure.identity as identity
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient
from msgraph.generated.applications.applications_request_builder import ApplicationsRequestBuilder
from msgraph.generated.applications.item.add_password.add_password_post_request_body import AddPasswordPostRequestBody
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.application import Application
from msgraph.generated.models.key_credential import KeyCredential
from msgraph.generated.models.o_auth2_permission_grant import OAuth2PermissionGrant
from msgraph.generated.models.on_premises_extension_attributes import OnPremisesExtensionAttributes
from msgraph.generated.models.password_credential import PasswordCredential
from msgraph.generated.models.password_profile import PasswordProfile
from msgraph.generated.models.public_client_application import PublicClientApplication
from msgraph.generated.models.required_resource_access import RequiredResourceAccess
from msgraph.generated.models.resource_access import ResourceAccess
from msgraph.generated.models.service_principal import ServicePrincipal
from msgraph.generated.models.unified_role_assignment import UnifiedRoleAssignment
from msgraph.generated.models.user import User
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from common import ADMIN, PASSWORD, SCOPE, TENANT, apart, works_for_application, works_for_user
from material import certificate
from msal_clients import Browser, public, signed_in
from person import Person
from registrations import EXCHANGE_ADMINISTRATOR, EXCHANGE_MANAGE, EXCHANGE_RESOURCE, GRAPH_POWERSHELL, GRAPH_SCOPES, \
    MANAGE_AS_APP


def as_administrator(work):
    """Runs work with a client that is signed in as the administrator, as a script would be."""

    async def run():
        webbrowser.register("person", None, Browser(), preferred=True)
        credential = identity.InteractiveBrowserCredential(client_id=GRAPH_POWERSHELL, tenant_id=TENANT, timeout=30)
        await work(GraphServiceClient(credential, GRAPH_SCOPES))

    asyncio.run(run())


async def exchange_principal(graph):
    """Exchange's service principal, with what it offers."""
    found = await graph.service_principals_with_app_id(EXCHANGE_RESOURCE).get()
    assert any(role.value == "Exchange.ManageAsApp" for role in found.app_roles), found.app_roles
    assert any(scope.value == "Exchange.Manage" for scope in found.oauth2_permission_scopes)
    return found


async def register(graph, name, *access, **properties):
    """A registration with its service principal."""
    made = await graph.applications.post(Application(
        display_name=name, sign_in_audience="AzureADMyOrg",
        required_resource_access=[RequiredResourceAccess(
            resource_app_id=EXCHANGE_RESOURCE,
            resource_access=[ResourceAccess(id=uuid.UUID(id), type=kind) for id, kind in access],
        )],
        **properties,
    ))
    assert made.id and made.app_id and made.created_date_time, made
    principal = await graph.service_principals.post(ServicePrincipal(app_id=made.app_id))
    assert principal.app_id == made.app_id and principal.display_name == name, principal
    return made, principal


@apart
def check_application_permission_from_nothing():
    """Registration, service principal, certificate and secret, application permission, directory role; then signed in."""

    async def work(graph):
        made, principal = await register(graph, "SDK automation", (MANAGE_AS_APP, "Role"))
        exchange = await exchange_principal(graph)
        granted = await graph.service_principals.by_service_principal_id(principal.id).app_role_assignments.post(
            AppRoleAssignment(
                principal_id=uuid.UUID(principal.id), resource_id=uuid.UUID(exchange.id), app_role_id=uuid.UUID(MANAGE_AS_APP)
            )
        )
        assert granted.resource_display_name == "Office 365 Exchange Online", granted
        await graph.role_management.directory.role_assignments.post(UnifiedRoleAssignment(
            principal_id=principal.id, role_definition_id=EXCHANGE_ADMINISTRATOR, directory_scope_id="/"
        ))
        application = graph.applications.by_application_id(made.id)
        secret = await application.add_password.post(AddPasswordPostRequestBody(
            password_credential=PasswordCredential(display_name="conformance")
        ))
        assert secret.secret_text and secret.hint == secret.secret_text[:3], secret.hint
        assert secret.end_date_time > datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=300)
        await application.patch(Application(key_credentials=[
            KeyCredential(type="AsymmetricX509Cert", usage="Verify", key=certificate().der, display_name="CN=conformance")
        ]))
        read = await application.get()
        assert read.password_credentials[0].secret_text is None, "the secret is shown again"
        assert len(read.key_credentials) == 1, read.key_credentials
        for credential in (
            identity.ClientSecretCredential(TENANT, made.app_id, secret.secret_text),
            identity.CertificateCredential(TENANT, made.app_id, str(certificate().pem_file)),
        ):
            works_for_application(credential.get_token(*SCOPE).token)

    as_administrator(work)


@apart
def check_delegated_permission_from_nothing():
    """A public client with consent for everybody; then somebody signs in with it."""

    async def work(graph):
        made, principal = await register(
            graph, "SDK console", (EXCHANGE_MANAGE, "Scope"), is_fallback_public_client=True,
            public_client=PublicClientApplication(redirect_uris=["http://localhost"]),
        )
        exchange = await exchange_principal(graph)
        granted = await graph.oauth2_permission_grants.post(OAuth2PermissionGrant(
            client_id=principal.id, consent_type="AllPrincipals", resource_id=exchange.id, scope="Exchange.Manage"
        ))
        assert granted.id and granted.scope == "Exchange.Manage", granted
        person = Person("exchange.admin@contoso.com")
        works_for_user(signed_in(public(made.app_id, tenant=TENANT), person)["access_token"], person.user)
        assert "consent" not in person.seen, person.seen

    as_administrator(work)


@apart
def check_queries():
    """Look-ups that an installer makes, pages, and counts."""

    async def work(graph):
        me = await graph.me.get()
        assert me.user_principal_name == ADMIN, me
        organization = (await graph.organization.get()).value[0]
        assert organization.id == TENANT, organization
        assert [domain.name for domain in organization.verified_domains if domain.is_initial] == ["contoso.onmicrosoft.com"]
        assert {domain.id for domain in (await graph.domains.get()).value} >= {"contoso.com"}
        made, _ = await register(graph, "SDK query's", (EXCHANGE_MANAGE, "Scope"))
        parameters = ApplicationsRequestBuilder.ApplicationsRequestBuilderGetQueryParameters(
            filter="displayName eq 'SDK query''s'", select=["id", "appId"], count=True
        )
        configuration = RequestConfiguration(query_parameters=parameters)
        configuration.headers.add("ConsistencyLevel", "eventual")
        found = await graph.applications.get(request_configuration=configuration)
        assert [one.id for one in found.value] == [made.id] and found.odata_count == 1, found
        seen, page = [], await graph.users.get()
        while page:
            seen += [user.user_principal_name for user in page.value]
            page = await graph.users.with_url(page.odata_next_link).get() if page.odata_next_link else None
        assert ADMIN in seen and len(seen) >= 30 and len(seen) == len(set(seen)), len(seen)
        await graph.applications.by_application_id(made.id).delete()
        await refused(graph.applications.by_application_id(made.id).get(), 404, "Request_ResourceNotFound")

    as_administrator(work)


@apart
def check_users():
    """A person is made, signs in, has to sign in again, and is gone."""

    async def work(graph):
        name = "sdk.person@contoso.com"
        made = await graph.users.post(User(
            account_enabled=True, display_name="SDK Person", mail_nickname="sdk.person", user_principal_name=name,
            password_profile=PasswordProfile(password=PASSWORD + "1", force_change_password_next_sign_in=False),
        ))
        application = public(tenant=TENANT)
        signed_in(application, Person(name, PASSWORD + "1"))
        await graph.users.by_user_id(made.id).revoke_sign_in_sessions.post()
        silent = application.acquire_token_silent_with_error(SCOPE, application.get_accounts(name)[0], force_refresh=True)
        assert silent.get("error") == "invalid_grant" and 50173 in silent["error_codes"], silent
        await graph.users.by_user_id(made.id).delete()

    as_administrator(work)


@apart
def check_casts_expansion_and_properties():
    """Casts as the SDK writes them, what $expand brings, and every property that its model of a user has."""

    async def work(graph):
        person = graph.users.by_user_id("lynne@contoso.com")
        manager = await graph.users.by_user_id("adele@contoso.com").get()
        assert (await person.manager.get()).id == manager.id, "lynne has another manager"
        reports = await graph.users.by_user_id(manager.id).direct_reports.graph_user.get()
        assert "lynne@contoso.com" in [one.user_principal_name for one in reports.value], reports
        made, _ = await register(graph, "SDK casts", (EXCHANGE_MANAGE, "Scope"))
        owners = graph.applications.by_application_id(made.id).owners
        assert [one.user_principal_name for one in (await owners.graph_user.get()).value] == [ADMIN], "owners"
        assert (await owners.graph_service_principal.get()).value == [], "service principals among the owners"
        expanded = await graph.users.get(request_configuration=RequestConfiguration(
            query_parameters=UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(expand=["manager"], top=999)
        ))
        managers = {one.user_principal_name: one.manager for one in expanded.value}
        assert managers["lynne@contoso.com"].id == manager.id and managers["patti@contoso.com"] is None, managers
        for name in User().get_field_deserializers():
            if name.startswith("@"):
                continue
            chosen = await person.get(request_configuration=RequestConfiguration(
                query_parameters=UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=[name])
            ))
            assert chosen is not None, name
        await graph.applications.by_application_id(made.id).delete()

    as_administrator(work)


@apart
def check_everything_behind_an_object():
    """What the SDK has behind an object is answered, or refused as something that the emulator lacks; never as unknown."""

    async def work(graph):
        made, principal = await register(graph, "SDK parts", (EXCHANGE_MANAGE, "Scope"))
        group = (await graph.groups.get()).value[0].id
        role = (await graph.directory_roles.get()).value[0].id
        answered = {}
        for item in (
            graph.users.by_user_id("lynne@contoso.com"), graph.groups.by_group_id(group),
            graph.applications.by_application_id(made.id),
            graph.service_principals.by_service_principal_id(principal.id),
            graph.directory_roles.by_directory_role_id(role), graph.domains.by_domain_id("contoso.com"),
            graph.organization.by_organization_id(TENANT), graph.directory, graph.identity, graph.policies,
            graph.identity.conditional_access, graph.role_management.directory, graph.tenant_relationships,
        ):
            for name, part in vars(type(item)).items():
                builder = part.fget(item) if isinstance(part, property) else None
                if not hasattr(builder, "get"):
                    continue
                try:
                    await builder.get()
                    status = 200
                except APIError as problem:
                    status = problem.response_status_code
                    assert status in (404, 501), f"{type(item).__name__}.{name}: {status} {problem}"
                answered.setdefault(status, []).append(name)
        assert len(answered[200]) > 30 and len(answered[501]) > 80, {key: len(names) for key, names in answered.items()}
        await graph.applications.by_application_id(made.id).delete()

    as_administrator(work)


@apart
def check_values_with_members():
    """A change keeps the members that it does not name, and $select reaches into a value."""

    async def work(graph):
        person = graph.users.by_user_id("lynne@contoso.com")
        for attributes in (
            OnPremisesExtensionAttributes(extension_attribute1="a"), OnPremisesExtensionAttributes(extension_attribute2="b"),
        ):
            await person.patch(User(on_premises_extension_attributes=attributes))
        shown = await person.get(request_configuration=RequestConfiguration(
            query_parameters=UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(
                select=["id", "onPremisesExtensionAttributes/extensionAttribute1"]
            )
        ))
        assert shown.on_premises_extension_attributes.extension_attribute1 == "a", shown
        assert shown.on_premises_extension_attributes.extension_attribute2 is None and shown.display_name is None, shown

    as_administrator(work)


@apart
def check_refusals():
    """Errors arrive with their codes."""

    async def work(graph):
        await refused(graph.applications.by_application_id(str(uuid.uuid4())).get(), 404, "Request_ResourceNotFound")
        await refused(graph.applications.post(Application()), 400, "Request_BadRequest")
        await refused(
            graph.service_principals.post(ServicePrincipal(app_id=str(uuid.uuid4()))), 400, "Request_BadRequest"
        )

    as_administrator(work)


async def refused(call, status, code):
    """A call that must be refused."""
    try:
        await call
    except APIError as problem:
        assert problem.response_status_code == status and problem.error.code == code, problem
        assert problem.error.inner_error.request_id, problem
    else:
        raise AssertionError(f"not refused with {status}, {code}")
