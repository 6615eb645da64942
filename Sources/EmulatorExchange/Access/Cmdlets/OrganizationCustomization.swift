import EmulatorCore
import ExoJSON

/// Enable-OrganizationCustomization: gives a new organization settings of its own in the place of those that all share.
struct OrganizationCustomization: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var organization = try scope.object(named: scope.tenant.initialDomain, in: .organizationConfig)
            guard organization.properties["IsDehydrated"] == true else {
                throw AdminAPIError(
                    exceptionType: "System.InvalidOperationException",
                    message: "This operation is not required. Organization is already enabled for customization."
                )
            }
            if call.isQuestion { return .confirmation("Enabling customization of \"\(organization.name)\".") }
            organization.properties["IsDehydrated"] = false
            organization.changed = scope.now
            try scope.objects.update(organization)
            return .done(warnings: [])
        }
    }

    /// Sees to it that an organization may have roles of its own.
    ///
    /// - Throws: ``AdminAPIError`` for one that shares them with all new ones.
    static func require(in scope: CallScope) throws {
        let organization = try scope.object(named: scope.tenant.initialDomain, in: .organizationConfig)
        guard organization.properties["IsDehydrated"] == true else { return }
        throw AdminAPIError(
            exceptionType: "Microsoft.Exchange.Configuration.Tasks.InvalidOperationInDehydratedContextException",
            message:
                "The command you tried to run isn't currently allowed in your organization. To run this command, you "
                + "first need to run the command: Enable-OrganizationCustomization."
        )
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: AccessCmdlet.question, shape: nil) }
}
