import EmulatorAdministration
import EmulatorCore
import ExoCrypto

/// Ids that are made of the ids of what they join, as the service's are.
enum GraphIdentifier {
    /// The ids that a grant's id is made of; `nil` when it is none.
    static func grantParts(_ id: String) -> (client: String, resource: String, principal: String?)? {
        guard let parts = parts(id), parts.count == 2 || parts.count == 3 else { return nil }
        return (parts[0], parts[1], parts.count == 3 ? parts[2] : nil)
    }

    /// The id of an assignment of an app role.
    static func assignment(_ record: AppRoleAssignmentRecord) throws -> String {
        let rest = try Digest.sha256(Array("\(record.resourceAppID)|\(record.role)".utf8)).prefix(16)
        return Base64URL.encode(IdentifierBytes.bytes(of: record.principalID) + rest)
    }

    /// The id of who holds an app role by an assignment's id.
    static func assignmentPrincipal(_ id: String) -> String? {
        guard let parts = parts(id), parts.count == 2 else { return nil }
        return parts[0]
    }

    /// The id of an assignment of a directory role.
    static func roleAssignment(_ record: RoleAssignment) -> String {
        Base64URL.encode([record.roleTemplateID, record.principalID].flatMap(IdentifierBytes.bytes(of:))) + "-1"
    }

    /// The role and the principal that such an id is made of.
    static func roleAssignmentParts(_ id: String) -> (role: String, principal: String)? {
        guard id.hasSuffix("-1"), let parts = parts(String(id.dropLast(2))), parts.count == 2 else { return nil }
        return (parts[0], parts[1])
    }

    private static func parts(_ id: String) -> [String]? {
        guard id.utf8.count <= 128, let bytes = Base64URL.decode(id), bytes.count % 16 == 0, !bytes.isEmpty else {
            return nil
        }
        return stride(from: 0, to: bytes.count, by: 16).map { IdentifierBytes.identifier(in: bytes, at: $0) }
    }
}
