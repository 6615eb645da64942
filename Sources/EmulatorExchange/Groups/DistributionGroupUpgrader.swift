import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Upgrade-DistributionGroup: distribution groups become groups of Microsoft 365, at once where the service takes minutes.
struct DistributionGroupUpgrader: CmdletHandler {
    private static let most = 10
    static let parameter = "DlIdentities"
    private static let rows = "DistributionGroupUpgrade"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            if let policy = try GroupAddressPolicy.all(scope).first?.policy {
                // The words are a guess.
                throw AdminAPIError.invalidOperation(
                    "Groups can't be upgraded while the email address policy \"\(policy.name)\" is for Microsoft 365 Groups."
                )
            }
            let named = call[Self.parameter]?.newTexts ?? []
            guard named.count <= Self.most else {
                // The words are a guess.
                throw AdminAPIError.invalidOperation("No more than \(Self.most) groups can be upgraded at a time.")
            }
            let groups = try named.map { try scope.object(named: $0, in: .distributionGroup) }
            let rows = try groups.map { group in
                let isEligible = try EligibleGroupReader.isEligible(group, scope)
                if isEligible { try upgrade(group, scope) }
                return ObjectShape.of(noun: Self.rows).row(
                    group.name,
                    [
                        "ExternalDirectoryObjectId": .string(group.memberID),
                        "SuccessfullySubmittedForUpgrade": .bool(isEligible),
                        // The words are a guess.
                        "ErrorReason": isEligible ? .null : .string("The group \"\(group.name)\" isn't eligible."),
                    ]
                )
            }
            return .rows(Self.rows, scope) { rows }
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: [Self.parameter], shape: nil) }

    /// Puts a group of Microsoft 365 with the same people and address in the place of a group.
    private func upgrade(_ group: ExchangeObject, _ scope: CallScope) throws {
        guard let facts = CmdletCatalogue.cmdlet(named: "New-UnifiedGroup") else { return }
        let parameters: JSONObject = ["DlIdentity": .string(group.guid), "DeleteDlAfterMigration": true]
        _ = try UnifiedGroupMaker().run(ParameterBinder.bind(parameters, to: facts), in: scope)
    }
}
