/// One decoded value of the tables.
///
/// Most facts are read through their own types, such as ``CmdletFacts``; the few that have none are handed out so.
package enum FactValue: Sendable, Equatable {
    /// Nothing is known.
    case null
    /// A truth value.
    case flag(Bool)
    /// A whole number.
    case number(Int)
    /// A text.
    case text(String)
    /// A list.
    case list([FactValue])
    /// Names and values in the order of the table.
    case table([Member])

    /// A name and its value.
    package struct Member: Sendable, Equatable {
        /// The name.
        package var name: String
        /// The value.
        package var value: FactValue
    }

    /// The member of that name.
    package subscript(name: String) -> FactValue? { members.first { $0.name == name }?.value }

    /// The members of a table, none otherwise.
    package var members: [Member] { if case .table(let members) = self { members } else { [] } }

    /// The elements of a list, none otherwise.
    package var elements: [FactValue] { if case .list(let elements) = self { elements } else { [] } }

    /// The texts of a list, none otherwise.
    package var texts: [String] { elements.compactMap(\.text) }

    /// The text, when it is one.
    package var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The whole number, when it is one.
    package var number: Int? { if case .number(let number) = self { number } else { nil } }

    /// Whether it is the truth value true.
    package var isTrue: Bool { self == .flag(true) }
}

extension FactValue {
    func text(_ name: String) -> String? { self[name]?.text }
    func texts(_ name: String) -> [String] { self[name]?.texts ?? [] }
    func number(_ name: String) -> Int? { self[name]?.number }
    func isTrue(_ name: String) -> Bool { self[name]?.isTrue ?? false }
    func elements(_ name: String) -> [FactValue] { self[name]?.elements ?? [] }
    func members(_ name: String) -> [Member] { self[name]?.members ?? [] }
}
