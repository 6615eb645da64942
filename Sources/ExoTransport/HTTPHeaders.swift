/// Header fields in their order; names compare without letter case (RFC 9110, section 5).
public struct HTTPHeaders: Sendable, Equatable {
    /// One field.
    public struct Field: Sendable, Equatable {
        /// The name as written.
        public var name: String
        /// The value without blanks around it.
        public var value: String

        /// Makes a field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The fields in their order.
    public var fields: [Field]

    /// Makes headers of these fields.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// The first value of that name; setting replaces every field of the name, and `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.caseInsensitivelyEquals(name) }?.value }
        set {
            fields.removeAll { $0.name.caseInsensitivelyEquals(name) }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    /// Every value of that name, in order.
    public func values(of name: String) -> [String] {
        fields.filter { $0.name.caseInsensitivelyEquals(name) }.map(\.value)
    }

    /// Adds a field beside those of the same name.
    public mutating func add(_ value: String, as name: String) { fields.append(Field(name: name, value: value)) }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Makes headers in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Field(name: $0.0, value: $0.1) })
    }
}

extension String {
    /// Names of fields are ASCII, so that no other letters have a small form that counts.
    fileprivate func caseInsensitivelyEquals(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { $0 == $1 || $0.smallLetter == $1.smallLetter }
    }
}

extension UInt8 {
    fileprivate var smallLetter: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
}
