extension FirstParty {
    package static let preauthorizedClients: [PreauthorizedClientRecord] =
        [
            held(
                by: powerShellModule,
                on: exchange,
                """
                AdminApi.AccessAsUser.All FfoPowerShell.AccessAsUser.All Group.ReadWrite.All.Sdp \
                RemotePowerShell.AccessAsUser.All User-OnPremisesSyncBehavior.ReadWrite.All.Sdp \
                VivaFeatureAccessPolicy.Manage.All
                """
            ),
            held(
                by: powerShellModule,
                on: protection,
                "AdminApi.AccessAsUser.All FfoPowerShell.AccessAsUser.All RemotePowerShell.AccessAsUser.All"
            ),
            held(by: powerShellModule, on: directoryGraph, "user_impersonation"),
            held(by: azureCLI, on: resourceManager, "user_impersonation"),
            held(
                by: azureCLI,
                on: graph,
                """
                Application.ReadWrite.All AppRoleAssignment.ReadWrite.All AuditLog.Read.All \
                DelegatedPermissionGrant.ReadWrite.All Directory.AccessAsUser.All email Group.ReadWrite.All openid profile \
                User.Read.All User.ReadWrite.All
                """
            ),
            held(by: azureCLI, on: directoryGraph, "Directory.AccessAsUser.All"),
            held(by: azurePowerShell, on: resourceManager, "user_impersonation"),
            held(
                by: azurePowerShell,
                on: graph,
                "AuditLog.Read.All Directory.AccessAsUser.All email openid profile"
            ),
            held(by: azurePowerShell, on: directoryGraph, "Directory.AccessAsUser.All"),
            held(by: azurePowerShell, on: partnerCenter, "user_impersonation"),
            held(
                by: azurePortal,
                on: graph,
                "Directory.AccessAsUser.All email openid profile User.Read"
            ),
            held(by: azurePortal, on: resourceManager, "user_impersonation"),
        ]
        + [office, teams, outlookMobile, fileSynchronization].flatMap { client in
            [
                held(
                    by: client,
                    on: exchange,
                    "Calendars.ReadWrite Contacts.ReadWrite EAS.AccessAsUser.All EWS.AccessAsUser.All Mail.ReadWrite Mail.Send"
                ),
                held(
                    by: client,
                    on: graph,
                    """
                    Calendars.ReadWrite Contacts.ReadWrite Directory.Read.All email Files.ReadWrite.All \
                    Group.ReadWrite.All Mail.ReadWrite openid profile User.Read User.ReadBasic.All
                    """
                ),
            ]
        } + servicesHeld(by: azureCLI) + servicesHeld(by: azurePowerShell)

    private static func held(by client: String, on resource: String, _ scope: String) -> PreauthorizedClientRecord {
        PreauthorizedClientRecord(resourceAppID: resource, clientAppID: client, scope: scope)
    }
}
