internal import CmdletCatalogue
internal import ExoJSON

/// The parameters of a Get-EXO* cmdlet while its request is made; what nothing of the request stands for is refused.
struct EntityParameters {
    let cmdlet: EntityCmdlet
    private var left: JSONObject

    init(_ cmdlet: EntityCmdlet, _ parameters: JSONObject) {
        self.cmdlet = cmdlet
        let common = Set(BindableParameter.common.map(\.name) + ["ResultSize"])
        left = JSONObject(
            parameters.members.filter { member in
                !common.contains(member.name) && !member.value.isNull && !member.name.contains("@")
            }
        )
    }

    /// Takes a text; `nil` where it is not given or empty.
    mutating func text(_ name: String) -> String? {
        guard let value = take(name) else { return nil }
        let text = Self.text(value)
        return text.isEmpty ? nil : text
    }

    /// Takes a list; a single value is a list of one.
    mutating func list(_ name: String) -> [String]? {
        guard let value = take(name) else { return nil }
        let elements = (value.arrayValue ?? [value]).map(Self.text)
        return elements.isEmpty ? nil : elements
    }

    /// Takes a switch.
    mutating func flag(_ name: String) -> Bool { take(name)?.boolValue ?? false }

    /// Takes the identity that is certain before the one that is not: the directory's id, the user's name, the address.
    mutating func certainIdentity() -> String? {
        let all = ["ExternalDirectoryObjectId", "UserPrincipalName", "PrimarySmtpAddress"].map { text($0) }
        return all.lazy.compactMap { $0 }.first
    }

    private mutating func take(_ name: String) -> JSONValue? {
        guard let place = left.members.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
            return nil
        }
        return left.members.remove(at: place).value
    }

    private static func text(_ value: JSONValue) -> String { value.stringValue ?? value.text() }

    // MARK: Refusals

    /// Refuses names that the rows do not have.
    func checkProperties(_ names: [String]) throws {
        let known = cmdlet.selectableProperties
        let unknown = names.filter { name in
            !known.contains { $0.lowercased() == name.lowercased() } && !cmdlet.leads(to: name)
                && name.lowercased() != "objectkey"
        }
        guard let first = unknown.first else { return }
        let sets = CmdletCatalogue.propertySets(of: cmdlet.rawValue)
        throw BindingError(
            .transformation,
            "The rows of \(cmdlet.rawValue) have no property \(unknown.joined(separator: ", ")).",
            nearestNames: NearestNames.nearest(to: first, among: known),
            repair: first == "*" && sets?.acceptsAll == true ? "For every property write -PropertySets All." : nil
        )
    }

    /// Refuses what the service's address has no place for.
    func requireNothingLeft() throws {
        let names = left.members.filter { $0.value != .bool(false) }.map(\.name)
        guard let name = names.first else { return }
        throw BindingError(
            .unknownParameter,
            "-\(name) of \(cmdlet.rawValue) is not supported by the service.",
            repair: "\(cmdlet.olderCmdlet) may take it."
        )
    }

    /// The refusal of a call that does not say whose things are wanted.
    func missingIdentity(_ names: String...) -> BindingError {
        let all = names.map { "-\($0)" }
        return BindingError(
            .missingMandatory,
            "\(cmdlet.rawValue) needs one of \(all.joined(separator: ", "))."
        )
    }
}
