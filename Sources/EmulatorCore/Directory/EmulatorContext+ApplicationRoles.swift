extension EmulatorContext {
    /// The app roles that an application's token for a service names.
    ///
    /// Administrators grant an application Exchange Online's `Exchange.ManageAsApp` for both services; only in the closed
    /// clouds the documentation asks for the role of the same name of Exchange Online Protection as well. So a token for
    /// Security & Compliance names it wherever it was granted, unless the switch wants it of that resource itself.
    ///
    /// - Throws: `DatabaseError`.
    package func appRoles(
        ofApplication principalID: String,
        on resource: ResourceAPI,
        in tenantID: String
    ) throws -> [String] {
        let own = try directory.appRoles(of: principalID, on: resource.appID, in: tenantID)
        guard resource.appID == ResourceAPI.exchangeProtection, settings.current.exchangeRoleOpensCompliance else {
            return own
        }
        let offered = try directory.exposedPermissions(of: resource.appID).filter { $0.kind == .role }.map(\.value)
        let lent = try directory.appRoles(of: principalID, on: ResourceAPI.exchange, in: tenantID)
            .filter { offered.contains($0) && !own.contains($0) }
        return own + lent
    }
}
