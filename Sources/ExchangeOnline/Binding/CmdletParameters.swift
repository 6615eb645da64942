public import ExoJSON

/// The parameters of a cmdlet by name.
///
/// ```swift
/// ["Identity": "adele", "EmailAddresses": .change(add: ["smtp:a@contoso.com"]), "AuditEnabled": true]
/// ```
///
/// A name may be an alias or the beginning of a name that is the only one to begin so, in any letter case.
public struct CmdletParameters: Sendable {
    /// The arguments, in their order.
    package var arguments: [CmdletArgument]

    /// Takes arguments as they were read.
    package init(arguments: [CmdletArgument]) { self.arguments = arguments }

    /// Takes the members of a JSON object; see ``CmdletValue/init(_:)``.
    public init(_ object: JSONObject) {
        self.init(arguments: object.members.map { CmdletArgument($0.name, CmdletValue($0.value).content) })
    }

    /// The value of a parameter, by the name it was set under; setting adds or replaces it, and `nil` removes it.
    public subscript(name: String) -> CmdletValue? {
        get { arguments.last { Self.isSame($0.name, name) }?.value.map { CmdletValue(content: $0) } }
        set {
            guard let newValue else { return arguments.removeAll { Self.isSame($0.name, name) } }
            if let place = arguments.lastIndex(where: { Self.isSame($0.name, name) }) {
                arguments[place] = CmdletArgument(arguments[place].name, newValue.content)
            } else {
                arguments.append(CmdletArgument(name, newValue.content))
            }
        }
    }

    private static func isSame(_ written: String?, _ name: String) -> Bool {
        written?.lowercased() == name.lowercased()
    }
}

extension CmdletParameters: ExpressibleByDictionaryLiteral {
    /// Makes parameters in the order written; a name that stands twice is refused when the cmdlet is run.
    public init(dictionaryLiteral elements: (String, CmdletValue)...) {
        self.init(arguments: elements.map { CmdletArgument($0.0, $0.1.content) })
    }
}
