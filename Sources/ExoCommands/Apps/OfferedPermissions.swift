internal import ExoJSON

/// A service with the permissions that it offers in a tenant.
struct OfferedPermissions: Sendable {
    /// The object id of its service principal.
    var principalID: String
    var appID: String
    var name: String
    /// The ids of permissions that an application has for a user, by their values.
    var scopes: [String: String]
    /// The ids of permissions that an application has of its own, by their values.
    var roles: [String: String]

    /// What Graph has to be asked for.
    static let properties = "id,appId,displayName,appRoles,oauth2PermissionScopes"

    /// Reads a service principal.
    init(_ object: JSONObject) {
        principalID = object["id"]?.stringValue ?? ""
        appID = object["appId"]?.stringValue ?? ""
        name = object["displayName"]?.stringValue ?? ""
        scopes = Self.ids(object["oauth2PermissionScopes"])
        roles = Self.ids(object["appRoles"])
    }

    /// The value of a permission, such as `Exchange.Manage`; its id where the service does not offer it.
    func value(of permission: RegisteredApp.Permission) -> String {
        let offered = permission.isRole ? roles : scopes
        return offered.first { $0.value == permission.id }?.key ?? permission.id
    }

    private static func ids(_ list: JSONValue?) -> [String: String] {
        let pairs = (list?.arrayValue ?? []).compactMap { entry -> (String, String)? in
            guard let value = entry["value"]?.stringValue, let id = entry["id"]?.stringValue else { return nil }
            return (value, id)
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
