import ExoJSON

/// One property of a class of objects: its name, kind and the value of an object that says nothing of it.
struct PropertyShape: Sendable {
    let name: String
    let kind: PropertyKind
    let fallback: JSONValue
    /// How a text is written, where it is more than a text.
    let format: PropertyFormat?
    /// Whether `Unlimited` may stand instead of a value.
    let isUnlimited: Bool
    /// The member as the wire has it when the object says nothing: annotations, name and value.
    let fallbackMember: [UInt8]
    /// Annotations, name and colon of a value that is not null.
    let opening: [UInt8]
    /// Name and colon of a null.
    let nullOpening: [UInt8]

    init(
        name: String,
        kind: PropertyKind,
        fallback: JSONValue,
        format: PropertyFormat? = nil,
        isUnlimited: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.format = format
        self.isUnlimited = isUnlimited
        var text: [UInt8] = []
        for (suffix, value) in kind.annotations {
            WireText.append(name + suffix, to: &text)
            text.append(UInt8(ascii: ":"))
            WireText.append(value, to: &text)
            text.append(UInt8(ascii: ","))
        }
        var plain: [UInt8] = []
        WireText.append(name, to: &plain)
        plain.append(UInt8(ascii: ":"))
        nullOpening = plain
        opening = text + plain
        var member: [UInt8] = []
        Self.append(fallback, kind: kind, openings: (opening, nullOpening), to: &member)
        fallbackMember = member
    }

    /// Appends the member with a value.
    func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        Self.append(value, kind: kind, openings: (opening, nullOpening), to: &bytes)
    }

    /// The value as the wire has it: dates in the form of their kind.
    static func wireValue(_ value: JSONValue, kind: PropertyKind) -> JSONValue {
        guard case .string(let text) = value, text.hasSuffix("Z") else { return value }
        switch kind {
        case .localDate: return .string(text.dropLast() + "+00:00")
        case .plainDate: return .string(String(text.dropLast()))
        default: return value
        }
    }

    private static func append(
        _ value: JSONValue,
        kind: PropertyKind,
        openings: (full: [UInt8], null: [UInt8]),
        to bytes: inout [UInt8]
    ) {
        let plain = DescribedValue.plain(wireValue(value, kind: kind))
        if kind == .texts, case .array(let elements) = plain, elements.contains(where: { $0.objectValue != nil }) {
            // A list of tables: that it is called so is a guess after what clients send.
            bytes += openings.null.dropLast(2)
            bytes += ##"@odata.type":"#Collection(Exchange.GenericHashTable)","##.utf8
            bytes += openings.null
        } else {
            bytes += value.isNull ? openings.null : openings.full
        }
        WireText.append(plain, to: &bytes)
    }
}
