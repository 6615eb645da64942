import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Whether add-ins get tokens of the old kind, which the cmdlets of authentication policies say of the whole organization.
///
/// See https://learn.microsoft.com/office/dev/add-ins/outlook/turn-exchange-tokens-on-off.
enum LegacyTokens {
    /// The parameter that asks and allows, and the property that answers.
    private static let allow = "AllowLegacyExchangeTokens"
    private static let block = "BlockLegacyExchangeTokens"
    /// The one word that may stand as an identity, and where the organization keeps what was said.
    private static let identity = "LegacyExchangeTokens"
    static let noun = "AuthenticationPolicy"

    /// What a Get- cmdlet answers, `nil` where it asks for policies; which words stand for both states is a guess.
    static func row(_ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput? {
        guard call.isOn(allow) else { return nil }
        let said = try scope.objects.objects(of: .organization).first?.properties[identity]?.boolValue
        let state = said.map { $0 ? "True" : "False" } ?? "Not Set"
        let values: JSONObject = [.init(allow): .string(state), "Allowed": [], "Blocked": []]
        return .row(identity, scope, ObjectShape.of(noun: identity).row(identity, values))
    }

    /// Writes down what a Set- cmdlet says, or with a Remove- cmdlet that nothing is said.
    ///
    /// - Returns: `nil` where the call is about a policy.
    /// - Throws: ``AdminAPIError`` for both switches, and for a policy beside them, which they cannot be of.
    static func change(_ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput? {
        let said = [allow, block].filter { call.isOn($0) }
        guard let word = said.first else { return nil }
        guard said.count == 1 else { throw AdminAPIError.parameterSet() }
        let named = call.text("Identity") ?? ""
        guard named.lowercased() == identity.lowercased() else { throw AdminAPIError.notFound(named, noun: noun) }
        if call.isQuestion { return .confirmation("Setting authentication policy \"\(identity)\".") }
        return try scope.context.store.write { _ in
            guard var organization = try scope.objects.objects(of: .organization).first else {
                return .done(warnings: [])
            }
            organization.properties[identity] = call.facts.verb == "Remove" ? nil : .bool(word == allow)
            organization.changed = scope.now
            try scope.objects.update(organization)
            return .done(warnings: [])
        }
    }
}

/// Get-, Set- and Remove-AuthenticationPolicy.
struct LegacyTokensCmdlet: CmdletHandler {
    /// What runs the cmdlet where it is about a policy.
    let handler: any CmdletHandler

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let answer = try call.facts.verb == "Get" ? LegacyTokens.row(call, scope) : LegacyTokens.change(call, scope)
        return try answer ?? handler.run(call, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { handler.unused(call) }
}
