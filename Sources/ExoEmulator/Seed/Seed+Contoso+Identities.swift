import EmulatorCore
import EmulatorEntra

extension Seed {
    /// A machine's own identity, and one that is a resource of its own.
    static let contosoIdentities: [ServicePrincipalRecord] = [
        identity(1, "exo-vm", InstanceMetadata.machineResource),
        identity(
            2,
            "exo-automation-identity",
            "/subscriptions/\(InstanceMetadata.subscriptionID)/resourcegroups/contoso/providers/Microsoft.ManagedIdentity"
                + "/userAssignedIdentities/exo-automation-identity"
        ),
    ]

    /// The client id of the seed's managed identity with this number.
    static func identityID(_ number: Int) -> String { "bbbbbbbb-0000-4000-8000-00000000000\(number)" }

    private static func identity(_ number: Int, _ name: String, _ resource: String) -> ServicePrincipalRecord {
        ServicePrincipalRecord(
            objectID: SeedIdentifier.make("servicePrincipal", contosoID, identityID(number)),
            appID: identityID(number),
            tenantID: contosoID,
            displayName: name,
            accountEnabled: true,
            appRoleAssignmentRequired: false,
            kind: .managedIdentity,
            resourceID: resource
        )
    }
}
