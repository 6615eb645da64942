package import EmulatorCore
package import ExoJSON

/// What the pages of the portal share.
package final class PortalContext: Sendable {
    /// Shows an app registration of a tenant as Microsoft Graph does.
    package typealias Manifest =
        @Sendable (_ application: ApplicationRecord, _ tenant: TenantRecord) throws -> JSONValue

    let emulator: EmulatorContext
    let keys: SigningKeys
    /// The PEM file of the authority that clients have to trust.
    package let authorityFile: String
    let manifest: Manifest
    let exchange: PortalExchange
    let faults: PortalFaults

    package init(
        _ emulator: EmulatorContext,
        keys: SigningKeys,
        authorityFile: String,
        manifest: @escaping Manifest,
        exchange: @escaping PortalExchange,
        faults: PortalFaults
    ) {
        self.emulator = emulator
        self.keys = keys
        self.authorityFile = authorityFile
        self.manifest = manifest
        self.exchange = exchange
        self.faults = faults
    }

    let notices = PortalNotices()
    let drafts = PortalDrafts()
}
