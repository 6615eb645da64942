import EmulatorCore

/// What the pages about one app share, be it the registration or the enterprise application.
protocol AppFrame: Sendable {
    var call: PortalCall { get }
    /// Whether who is signed in may change it: by a role, or as an owner.
    var isChangeable: Bool { get }
}

extension AppFrame {
    /// Refuses unless who is signed in may change the app.
    func requireChange() throws {
        if !isChangeable { throw PortalRefusal.forbidden(.manageApplications) }
    }

    /// Whether who is signed in may change an app with this object id.
    static func mayChange(_ objectID: String, _ call: PortalCall) throws -> Bool {
        try call.access.allows(.manageApplications)
            || call.directory.owners(ofObject: objectID).contains(call.user.id)
    }
}
