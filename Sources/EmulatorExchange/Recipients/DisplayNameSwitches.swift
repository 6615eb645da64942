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

    /// The switches that a call has set; `nil` where it set none.
    init?(_ call: BoundCall, view: NounView, scope: CallScope) {
        pairs = call.parameters.map(\.name).compactMap { name in
            guard Self.isOne(name), call.isOn(name), let list = Self.list(of: name) else { return nil }
            // Some properties are called in the singular whose switch is not.
            let shown = Self.ends.lazy.compactMap { view.shape.property(list + $0)?.name }.first
            return shown.map { Pair(list: list, shown: $0) }
        }
        guard !pairs.isEmpty else { return nil }
        self.scope = scope
    }

    /// Whether a parameter is such a switch.
    static func isOne(_ parameter: String) -> Bool {
        parameter.lowercased().hasPrefix("include") && list(of: parameter) != nil
    }

    private static func list(of parameter: String) -> String? {
        guard let end = ends.first(where: { parameter.lowercased().hasSuffix($0.lowercased()) }) else { return nil }
        return String(parameter.dropFirst("Include".count).dropLast(end.count))
    }

    /// What is shown of an object beside its lists.
    ///
    /// Scripts take an address from behind the bracket and before the first comma; what follows is a guess.
    func shown(of object: ExchangeObject) throws -> JSONObject {
        var members = JSONObject()
        for pair in pairs {
            switch object.properties[pair.list] {
            case .string(let name)?: members[pair.shown] = .string(try text(of: name))
            case .array?: members[pair.shown] = .array(try object.texts(pair.list).map { .string(try text(of: $0)) })
            default: break
            }
        }
        return members
    }

    private func text(of name: String) throws -> String {
        let found = try scope.objects.objects(named: name, of: .recipient) { $0.name == name }.first
        return "(\(found?.primaryAddress ?? name), \(found?.text("DisplayName") ?? name))"
    }
}
