internal import ExoJSON

/// An application's registration, as Microsoft Graph has it.
struct RegisteredApp: Sendable {
    /// A permission that it asks for.
    struct Permission: Sendable, Hashable {
        /// The application id of the service that offers it.
        var resourceAppID: String
        /// Its id there.
        var id: String
        /// Whether it is the application's own, and not one that it has for a user.
        var isRole: Bool
    }

    /// Everything that was said of it.
    var object: JSONObject
    /// Its object id.
    var id: String
    /// Its client id.
    var appID: String
    /// Its name.
    var name: String

    /// Reads a registration.
    ///
    /// - Throws: ``CommandError`` when it lacks what every registration has.
    init(_ object: JSONObject) throws {
        guard let id = object["id"]?.stringValue, let appID = object["appId"]?.stringValue else {
            throw CommandError(.failed, "Microsoft Graph answered a registration without its ids")
        }
        self.object = object
        self.id = id
        self.appID = appID
        name = object["displayName"]?.stringValue ?? ""
    }

    /// What it asks for (`requiredResourceAccess`).
    var permissions: [Permission] {
        (object["requiredResourceAccess"]?.arrayValue ?? []).flatMap { resource in
            let appID = resource["resourceAppId"]?.stringValue ?? ""
            return (resource["resourceAccess"]?.arrayValue ?? []).compactMap { access in
                access["id"]?.stringValue.map {
                    Permission(resourceAppID: appID, id: $0, isRole: access["type"]?.stringValue == "Role")
                }
            }
        }
    }
}
