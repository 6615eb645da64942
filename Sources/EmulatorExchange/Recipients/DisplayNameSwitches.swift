import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Switches such as `-IncludeGrantSendOnBehalfToWithDisplayNames`: who stands in a list, each with the name that people read.
struct DisplayNameSwitches: Sendable {
    private struct Pair: Sendable {
        let list: String
        let shown: String
    }

    private static let ends = ["WithDisplayNames", "WithDisplayName"]
    private let pairs: [Pair]
    private let scope: CallScope

    /// The switches that a call has set and that show something; `nil` where there are none.
    init?(_ call: BoundCall, view: NounView, scope: CallScope) {
        pairs = call.parameters.map(\.name).compactMap { call.isOn($0) ? Self.pair($0, of: view) : nil }
        guard !pairs.isEmpty else { return nil }
        self.scope = scope
    }

    /// Whether a parameter is such a switch, and a view has what it shows.
    static func isOne(_ parameter: String, of view: NounView) -> Bool { pair(parameter, of: view) != nil }

    private static func pair(_ parameter: String, of view: NounView) -> Pair? {
        let name = parameter.lowercased()
        guard name.hasPrefix("include"), let end = ends.first(where: { name.hasSuffix($0.lowercased()) }),
            let list = view.shape.property(String(parameter.dropFirst("Include".count).dropLast(end.count)))?.name
        else { return nil }
        // Some properties are called in the singular whose switch is not.
        let shown = ends.lazy.compactMap { view.shape.property(list + $0)?.name }.first
        return shown.map { Pair(list: list, shown: $0) }
    }

    /// What is shown of an object beside its lists.
    ///
    /// Scripts take an address from behind the bracket and before the first comma; what follows is a guess.
    func shown(of object: ExchangeObject) throws -> JSONObject {
        var members = JSONObject()
        for pair in pairs {
            switch object.properties[pair.list] {
            case .string(let name)?: members[pair.shown] = .string(try text(of: name))
            case .array(let names)?:
                members[pair.shown] = .array(try names.compactMap(\.stringValue).map { .string(try text(of: $0)) })
            case nil: members[pair.shown] = try people(of: pair.list, object)
            default: break
            }
        }
        return members
    }

    private func text(of name: String) throws -> String {
        let found = try scope.objects.objects(named: name, of: .recipient) {
            $0.state == .active && ($0.name == name || $0.text("DisplayName") == name)
        }.first
        return "(\(found?.primaryAddress ?? name), \(found?.text("DisplayName") ?? name))"
    }

    /// Who leads somebody, or whom somebody leads, as the directory has it; `nil` for nobody and for another list.
    private func people(of list: String, _ object: ExchangeObject) throws -> JSONValue? {
        guard let id = object.text("ExternalDirectoryObjectId") else { return nil }
        switch list {
        case "Manager": return try scope.users.manager(of: id).map { .string(try text(of: $0)) }
        case "DirectReports":
            let led = try scope.users.directReports(of: id).sorted { $0.displayName < $1.displayName }
            return led.isEmpty ? nil : .array(try led.map { .string(try text(of: $0)) })
        default: return nil
        }
    }

    /// The same of an account, which others may be called like.
    private func text(of user: UserRecord) throws -> String {
        let found = try scope.objects.objects(named: user.id, of: .recipient) {
            $0.state == .active && $0.text("ExternalDirectoryObjectId") == user.id
        }.first
        return "(\(found?.primaryAddress ?? user.displayName), \(user.displayName))"
    }
}
