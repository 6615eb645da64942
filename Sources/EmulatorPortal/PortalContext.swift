package import EmulatorCore
package import EmulatorEntra
package import ExoJSON

/// What the pages of the portal share.
package struct PortalContext: Sendable {
    /// Shows an app registration of a tenant as Microsoft Graph does.
    package typealias Manifest =
        @Sendable (_ application: ApplicationRecord, _ tenant: TenantRecord) throws -> JSONValue

    let entra: EntraContext
    /// The PEM file of the authority that clients have to trust.
    package let authorityFile: String
    let manifest: Manifest

    package init(entra: EntraContext, authorityFile: String, manifest: @escaping Manifest) {
        self.entra = entra
        self.authorityFile = authorityFile
        self.manifest = manifest
    }

    let notices = PortalNotices()
}
