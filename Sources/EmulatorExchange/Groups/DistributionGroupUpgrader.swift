import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Upgrade-DistributionGroup: distribution groups become groups of Microsoft 365, at once where the service takes minutes.
struct DistributionGroupUpgrader: CmdletHandler {
    private static let most = 10
    private static let parameter = "DlIdentities"
    private static let rows = "DistributionGroupUpgrade"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            if let policy = try GroupAddressPolicy.all(scope).first?.policy {
                // The words are a guess.
                throw AdminAPIError.invalidOperation(
                    "Groups can't be upgraded while the email address policy \"\(policy.name)\" is for Microsoft 365 Groups."
                )
            }
            guard call[Self.parameter]?.newTexts.count ?? 0 <= Self.most else {
                // The words are a guess.
                throw AdminAPIError.invalidOperation("No more than \(Self.most) groups can be upgraded at a time.")
            }
            let rows = try Self.groups(call, scope).map { group in
                let obstacle = try EligibleGroupReader.obstacle(to: group, scope)
                if obstacle == nil { try upgrade(group, scope) }
                return ObjectShape.of(noun: Self.rows).row(
                    group.name,
                    [
                        "ExternalDirectoryObjectId": .string(group.memberID),
                        "SuccessfullySubmittedForUpgrade": .bool(obstacle == nil),
                        "ErrorReason": obstacle.map { .string($0) } ?? .null,
                    ]
                )
            }
            return .rows(Self.rows, scope) { rows }
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: [Self.parameter], shape: nil) }

    /// The groups that a call names, each once.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    static func groups(_ call: BoundCall, _ scope: CallScope) throws -> [ExchangeObject] {
        var seen: Set<String> = []
        return try (call[parameter]?.newTexts ?? [])
            .map { try scope.object(named: $0, in: .distributionGroup) }
            .filter { seen.insert($0.guid).inserted }
    }

    /// Puts a group of Microsoft 365 with the same people and addresses in the place of a group.
    private func upgrade(_ group: ExchangeObject, _ scope: CallScope) throws {
        guard let facts = CmdletCatalogue.cmdlet(named: "New-UnifiedGroup") else { return }
        let parameters: JSONObject = ["DlIdentity": .string(group.guid), "DeleteDlAfterMigration": true]
        _ = try UnifiedGroupMaker().run(ParameterBinder.bind(parameters, to: facts), in: scope)
        guard let address = group.primaryAddress else { return }
        let made = try scope.object(named: address, in: .unifiedGroup)
        let former = group.texts("EmailAddresses")
        let known = Set(former.map { $0.lowercased() })
        let others = made.texts("EmailAddresses").filter { !known.contains($0.lowercased()) }
        var changed = made
        changed.properties["EmailAddresses"] = .array((former + others).map { .string($0) })
        try scope.objects.update(changed, from: made)
    }
}
