import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// The groups and directory roles that a token names because a registration asks for them (`groupMembershipClaims`).
struct GroupClaims: Sendable {
    /// How many groups a token names; of more it only says where to ask.
    private static let most = 200
    /// How many a token in an address names.
    private static let mostInAddress = 5

    let settings: ClaimSettings
    let issue: TokenIssue
    /// The application whose registration it is.
    let applicationID: String

    /// Adds the claims.
    ///
    /// - Parameters:
    ///   - claims: The token's.
    ///   - principal: The object id of a user or of an application.
    ///   - kind: What it is in Graph's addresses.
    ///   - tenant: The tenant the token is for.
    ///   - roles: Its directory roles there.
    /// - Throws: `DatabaseError`.
    func add(
        to claims: inout JSONObject,
        principal: String,
        kind: String,
        of tenant: TenantRecord,
        _ roles: [String]
    ) throws {
        let wanted = settings.memberships
        if wanted.contains(.role) || wanted.contains(.all) { claims["wids"] = .array(roles.map { .string($0) }) }
        let groups = try groups(of: principal, in: tenant)
        guard !groups.isEmpty else { return }
        if issue.isInAddress, groups.count > Self.mostInAddress {
            claims["hasgroups"] = true
            return
        }
        guard groups.count <= Self.most else {
            claims["_claim_names"] = ["groups": "src1"]
            claims["_claim_sources"] = [
                "src1": [
                    "endpoint": .string("https://graph.microsoft.com/v1.0/\(kind)/\(principal)/getMemberObjects")
                ]
            ]
            return
        }
        let form = settings["groups"]?.properties ?? []
        let names = groups.map { form.contains("cloud_displayname") ? $0.displayName : $0.id }
        // Groups in the place of roles leave the application's own roles out.
        claims[form.contains("emit_as_roles") ? "roles" : "groups"] = .array(names.map { .string($0) })
    }

    private func groups(of principal: String, in tenant: TenantRecord) throws -> [GroupRecord] {
        let directory = issue.call.context.directory
        let wanted = settings.memberships
        if wanted.contains(.all) { return try directory.allGroups(containing: principal, in: tenant.id) }
        var found: [GroupRecord] = []
        if wanted.contains(.security) {
            found = try directory.allGroups(containing: principal, in: tenant.id).filter(\.isSecurityGroup)
        }
        guard wanted.contains(.application) else { return found }
        // Who is in a group of an assigned group is not assigned.
        let assigned = try directory.groups(containing: principal).filter { group in
            try group.tenantID == tenant.id && directory.isAssignedItself(group.id, to: applicationID, in: tenant.id)
        }
        return found + assigned.filter { group in !found.contains { $0.id == group.id } }
    }
}

extension GroupRecord {
    fileprivate var isSecurityGroup: Bool { [.security, .mailEnabledSecurity].contains(kind) }
}
