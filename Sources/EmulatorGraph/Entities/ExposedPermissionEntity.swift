import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Scopes and app roles as Graph shows them.
enum ExposedPermissionEntity {
    static func role(_ record: ExposedPermissionRecord) -> JSONObject {
        [
            "allowedMemberTypes": .array(record.memberTypes.map { .string($0) }),
            "description": .string(record.explanation),
            "displayName": .string(record.displayName),
            "id": .string(record.permissionID),
            "isEnabled": .bool(record.isEnabled),
            "origin": "Application",
            // A role without a value is stored under its id.
            "value": record.value == record.permissionID ? nil : .string(record.value),
        ]
    }

    static func scope(_ record: ExposedPermissionRecord) -> JSONObject {
        [
            "adminConsentDescription": .string(record.explanation),
            "adminConsentDisplayName": .string(record.displayName),
            "id": .string(record.permissionID),
            "isEnabled": .bool(record.isEnabled),
            "type": record.isAdministratorsAlone ? "Admin" : "User",
            "userConsentDescription": record.userExplanation.map { .string($0) } ?? .null,
            "userConsentDisplayName": record.userDisplayName.map { .string($0) } ?? .null,
            "value": .string(record.value),
        ]
    }

    /// Reads a role of an app's own.
    static func role(_ body: GraphBody, of appID: String) throws -> ExposedPermissionRecord {
        var body = body
        guard let id = try body.identifier("id") else { throw AdministrationError.required("id", of: "AppRole") }
        let record = ExposedPermissionRecord(
            resourceAppID: appID,
            kind: .role,
            permissionID: id,
            value: try body.text("value").flatMap { $0.isEmpty ? nil : $0 } ?? id,
            displayName: try body.text("displayName") ?? "",
            explanation: try body.text("description") ?? "",
            memberTypes: try body.texts("allowedMemberTypes") ?? [],
            isEnabled: try body.flag("isEnabled") ?? true
        )
        _ = body.value("origin")
        try body.finish()
        return record
    }

    /// Reads a scope of an app's own.
    static func scope(_ body: GraphBody, of appID: String) throws -> ExposedPermissionRecord {
        var body = body
        guard let id = try body.identifier("id") else {
            throw AdministrationError.required("id", of: "PermissionScope")
        }
        let type = try body.text("type") ?? "User"
        guard ["Admin", "User"].contains(type) else { throw body.invalid("type") }
        let record = ExposedPermissionRecord(
            resourceAppID: appID,
            kind: .scope,
            permissionID: id,
            value: try body.text("value") ?? "",
            displayName: try body.text("adminConsentDisplayName") ?? "",
            explanation: try body.text("adminConsentDescription") ?? "",
            userDisplayName: try body.text("userConsentDisplayName"),
            userExplanation: try body.text("userConsentDescription"),
            isAdministratorsAlone: type == "Admin",
            isEnabled: try body.flag("isEnabled") ?? true
        )
        _ = body.value("origin")
        _ = body.value("isPrivate")
        try body.finish()
        return record
    }
}
