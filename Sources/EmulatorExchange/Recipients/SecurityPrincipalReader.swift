import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-SecurityPrincipal: who can be given a right, accounts and groups of security.
struct SecurityPrincipalReader: CmdletHandler {
    private static let group = "MailUniversalSecurityGroup"
    private static let view = NounView.recipients("SecurityPrincipal", RecipientTypes.users.union([group]))
    private static let types = "Types"
    /// All that are listed can be in a role group, so that this leaves nobody out.
    private static let assignable = "RoleGroupAssignable"
    /// What the other parameters say by which the objects are found.
    private static let details = "RecipientTypeDetails"

    private static let reader = GetHandler(view: view) { _ in
        { object in
            let isGroup = object.typeDetails == group
            return [
                "Type": isGroup ? "Group" : "User", "Sid": .string(PermissionNoun.sid(ofGUID: object.guid)),
            ]
        }
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let wanted = call.texts(Self.types) else { return try Self.reader.run(call, in: scope) }
        // An organization in the cloud has no computers, and no groups and principals of a machine's (a guess).
        let kinds = Set(
            wanted.flatMap { type -> [String] in
                switch type.lowercased() {
                case "user": RecipientTypes.users.sorted()
                case "group", "universalsecuritygroup": [Self.group]
                default: []
                }
            }
        )
        guard !kinds.isEmpty else {
            if let identity = call.text("Identity") {
                throw AdminAPIError.notFound(identity, noun: Self.view.noun)
            }
            return .listing(.computed([], in: scope))
        }
        var narrowed = call
        let texts = kinds.sorted().map { JSONValue.string($0) }
        narrowed.parameters.append((name: Self.details, value: .value(.array(texts))))
        return try Self.reader.run(narrowed, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] {
        Self.reader.unused(call).filter { $0 != Self.types && $0 != Self.assignable }
    }
}
