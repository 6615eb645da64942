internal import ExoJSON

/// What was consented to for an application in its tenant.
struct AppGrants: Sendable {
    private let delegated: [JSONObject]
    private let assigned: [JSONObject]

    /// Asks for the grants of a service principal; there are none where it does not exist.
    init(_ principalID: String?, _ graph: GraphClient) async throws {
        guard let principalID else {
            (delegated, assigned) = ([], [])
            return
        }
        let purpose = "see what was granted"
        delegated = try await graph.objects("servicePrincipals/\(principalID)/oauth2PermissionGrants", to: purpose)
        assigned = try await graph.objects("servicePrincipals/\(principalID)/appRoleAssignments", to: purpose)
    }

    /// The grant of a service's delegated permissions that counts for every user.
    func forEverybody(of resource: OfferedPermissions) -> JSONObject? {
        delegated.first {
            $0["resourceId"]?.stringValue == resource.principalID && $0["consentType"]?.stringValue == "AllPrincipals"
        }
    }

    /// The values that a grant has.
    static func values(of grant: JSONObject?) -> [String] {
        (grant?["scope"]?.stringValue ?? "").split(separator: " ").map(String.init)
    }

    /// Whether a permission was granted to the application, or for all its users.
    func holds(_ permission: RegisteredApp.Permission, of resource: OfferedPermissions) -> Bool {
        guard permission.isRole else {
            return Self.values(of: forEverybody(of: resource)).contains(resource.value(of: permission))
        }
        return assigned.contains {
            $0["resourceId"]?.stringValue == resource.principalID && $0["appRoleId"]?.stringValue == permission.id
        }
    }
}
