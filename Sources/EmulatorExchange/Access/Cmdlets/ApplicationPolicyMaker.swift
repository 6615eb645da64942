import EmulatorCore
import ExoJSON

/// New-ApplicationAccessPolicy: a policy over a recipient or the members of a group, which has to be there.
struct ApplicationPolicyMaker: CmdletHandler {
    private let maker = SettingMaker(noun: SettingNoun("ApplicationAccessPolicy"), naming: [])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let group = try scope.object(named: call.text("PolicyScopeGroupID") ?? "", in: .recipient)
            let output = try maker.run(call, in: scope)
            guard case .listing(let listing) = output, case .sequences(let find) = listing.source else { return output }
            for var policy in try scope.objects.objects(at: try find()) {
                policy.properties["PolicyScopeGroupID"] = .string(group.guid)
                policy.properties["ScopeName"] = .string(group.text("DisplayName") ?? group.name)
                policy.properties["ScopeIdentity"] = .string(group.name)
                policy.properties["ScopeIdentityRaw"] = .string(group.guid)
                try scope.objects.update(policy)
            }
            return output
        }
    }

    func unused(_ call: BoundCall) -> [String] { maker.unused(call) }
}
