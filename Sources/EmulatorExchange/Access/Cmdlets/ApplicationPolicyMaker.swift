import EmulatorCore
import ExoJSON

/// New-ApplicationAccessPolicy: a policy for each application, over a recipient or the members of a security group, which has
/// to be there; the words of the refusals are guesses.
///
/// A policy is called by the organization, the application and the two identifiers of whom it is about:
/// `tenant\application:SID;GUID`.
struct ApplicationPolicyMaker: CmdletHandler {
    private static let application = "AppId"
    private static let name = "Name"
    /// The types of those who can be the scope of a policy: groups are security groups.
    private static let types = RecipientTypes.principals.union(RecipientTypes.mailboxes)
    private let maker = SettingMaker(noun: SettingNoun("ApplicationAccessPolicy"), naming: [name])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let group = try scope.object(named: call.text("PolicyScopeGroupID") ?? "", in: .recipient)
            guard Self.types.contains(group.typeDetails) else {
                throw AdminAPIError.recipientTask(
                    "The recipient \"\(group.name)\" isn't a security principal and can't be the scope of a policy."
                )
            }
            let place = "\(PermissionNoun.sid(ofGUID: group.guid));\(group.guid)"
            var made: [Int64] = []
            var builder: RowBuilder?
            // That several applications are several policies is a guess.
            for application in call.texts(Self.application) ?? [] {
                guard GUIDText(parsing: application) != nil else {
                    throw AdminAPIError.transformation(
                        parameter: Self.application,
                        reason: "Cannot convert value \"\(application)\" to type \"System.Guid\"."
                    )
                }
                let output = try maker.run(Self.call(call, for: application, at: place, scope), in: scope)
                guard case .listing(let listing) = output, case .sequences(let find) = listing.source else {
                    return output
                }
                for var policy in try scope.objects.objects(at: try find()) {
                    policy.properties["PolicyScopeGroupID"] = .string(group.guid)
                    policy.properties["ScopeName"] = .string(group.text("DisplayName") ?? group.name)
                    policy.properties["ScopeIdentity"] = .string(group.name)
                    policy.properties["ScopeIdentityRaw"] = .string(place)
                    try scope.objects.update(policy)
                    made.append(policy.sequence)
                }
                builder = listing.builder
            }
            guard let builder else { throw AdminAPIError.missingParameters([Self.application]) }
            let sequences = made
            return .listing(ObjectListing(builder: builder, source: .sequences { sequences }, limit: nil))
        }
    }

    /// A call that makes the policy of one application.
    private static func call(
        _ call: BoundCall,
        for application: String,
        at place: String,
        _ scope: CallScope
    ) -> BoundCall {
        var call = call
        call.parameters.removeAll { $0.name == Self.application }
        call.parameters.append((Self.application, .value(.string(application))))
        call.parameters.append((name, .value(.string("\(scope.tenant.id)\\\(application):\(place)"))))
        return call
    }

    func unused(_ call: BoundCall) -> [String] { maker.unused(call) }
}
