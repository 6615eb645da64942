/// The names under which a tenant issues tokens.
package enum IssuerName {
    private static let version1 = "https://sts.windows.net/"
    private static let version2 = "/v2.0"

    /// The issuer of version 1.0 tokens.
    package static func version1(_ tenantID: String) -> String { "\(version1)\(tenantID)/" }

    /// The issuer of version 2.0 tokens.
    package static func version2(_ tenantID: String, authority: String) -> String {
        "\(authority)/\(tenantID)\(version2)"
    }

    /// Whether two names are of one tenant of this service and one version, whatever the host they name.
    package static func isSame(_ first: String, _ second: String, in context: EmulatorContext) throws -> Bool {
        guard first.hasSuffix(version2) == second.hasSuffix(version2), let tenant = try tenant(of: first, in: context)
        else { return false }
        return try self.tenant(of: second, in: context) == tenant
    }

    /// The tenant that issues under a name; `nil` when it is none of this service's.
    package static func tenant(of issuer: String, in context: EmulatorContext) throws -> TenantRecord? {
        let identifier: Substring
        if issuer.hasPrefix(version1), issuer.hasSuffix("/") {
            identifier = issuer.dropFirst(version1.count).dropLast()
        } else {
            let parts = issuer.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 5, parts[0] == "https:", parts[1].isEmpty, parts[4] == version2.dropFirst(),
                AuthorityHost(known: String(parts[2]), context.endpoints) != nil
            else { return nil }
            identifier = parts[3]
        }
        guard let tenant = try context.directory.tenant(matching: String(identifier)), tenant.id == identifier else {
            return nil
        }
        return tenant
    }
}
