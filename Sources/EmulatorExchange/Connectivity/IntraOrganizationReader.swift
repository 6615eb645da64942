import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-IntraOrganizationConfiguration: what the two sides of a hybrid organization need to know of each other.
///
/// The service tells its own endpoint, the domain by which the other side reaches it, and the domains that the other side said are
/// its own. Texts of refusals and of the warning are guesses.
struct IntraOrganizationReader: CmdletHandler {
    private static let noun = "IntraOrganizationConfiguration"
    private static let organization = SettingNoun("OnPremisesOrganization")
    private static let endpoint = "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let domains = try scope.objects.objects(of: .acceptedDomain).filter {
            $0.properties["IsCoexistenceDomain"] == true
        }
        guard domains.count <= 1 else {
            throw AdminAPIError.invalidOperation("There are several coexistence domains in the organization.")
        }
        let guid = call.text("OrganizationGuid")
        guard guid.map({ GUIDText(parsing: $0) != nil }) ?? true else {
            throw AdminAPIError.transformation(
                parameter: "OrganizationGuid",
                reason: "\"\(guid ?? "")\" isn't the GUID of an organization."
            )
        }
        let organizations = try scope.objects.objects(of: Self.organization.objectClass).filter { organization in
            guid.map { $0.lowercased() == organization.text("OrganizationGuid")?.lowercased() } ?? true
        }
        guard organizations.count <= 1 else {
            throw AdminAPIError.invalidOperation(
                "There are several on-premises organizations. Name one of them by OrganizationGuid."
            )
        }
        let addresses = organizations.first?.texts("HybridDomains") ?? []
        let row = ObjectShape.of(noun: Self.noun).row(
            "",
            [
                "OnlineDiscoveryEndpoint": .string(Self.endpoint),
                "OnlineTargetAddress": domains.first.map { .string($0.name) } ?? .null,
                "OnPremiseTargetAddresses": .array(addresses.map { .string($0) }),
            ]
        )
        let warnings = organizations.isEmpty ? ["The on-premises organization object wasn't found."] : []
        return .rows(Self.noun, scope, warnings: warnings) { [row] }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["OrganizationGuid"], shape: nil) }
}
