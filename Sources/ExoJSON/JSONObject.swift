/// The members of a JSON object in their order.
///
/// Look-up is linear, since objects of this field have few members or are walked from end to end. Two objects are equal
/// when they have the same members in any order. Where a name was written twice the last value counts, as in most readers.
public struct JSONObject: Sendable {
    /// One name and its value.
    public struct Member: Sendable, Equatable {
        /// The name.
        public var name: String
        /// The value.
        public var value: JSONValue

        /// Makes a member.
        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members in their order.
    public var members: [Member]

    /// Makes an object of these members.
    public init(_ members: [Member] = []) { self.members = members }

    /// The number of members.
    public var count: Int { members.count }
    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }
    /// The names in their order.
    public var names: [String] { members.map(\.name) }

    /// The value of a member; setting adds it at the end or replaces it where it stands, and `nil` removes it.
    public subscript(name: String) -> JSONValue? {
        get { members.last { $0.name == name }?.value }
        set {
            guard let newValue else { return members.removeAll { $0.name == name } }
            if let place = members.lastIndex(where: { $0.name == name }) {
                members[place].value = newValue
            } else {
                members.append(Member(name: name, value: newValue))
            }
        }
    }

    /// The value of the first member whose name differs at most in letter case.
    public func value(ignoringCase name: String) -> JSONValue? {
        let wanted = name.lowercased()
        return members.first { $0.name.lowercased() == wanted }?.value
    }
}

extension JSONObject: Equatable {
    /// Compares members without regard to order; of a name that stands twice the last value counts.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members == right.members
            || left.members.allSatisfy { right[$0.name] == left[$0.name] }
                && right.members.allSatisfy { left[$0.name] != nil }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object with the members in the order written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member(name: $0.0, value: $0.1) })
    }
}
