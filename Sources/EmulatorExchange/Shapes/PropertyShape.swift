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
    /// Annotations, name and colon.
    let opening: [UInt8]
    /// Where the name begins in it: a null has no annotations.
    let namePlace: Int

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
        namePlace = text.count
        WireText.append(name, to: &text)
        text.append(UInt8(ascii: ":"))
        opening = text
        var member: [UInt8] = []
        unsafe text.withUnsafeBufferPointer { [namePlace] in
            unsafe Self.append(fallback, kind: kind, opening: $0, namePlace: namePlace, to: &member)
        }
        fallbackMember = member
    }

    /// Appends the member with a value.
    func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        unsafe opening.withUnsafeBufferPointer {
            unsafe Self.append(value, kind: kind, opening: $0, namePlace: namePlace, to: &bytes)
        }
    }

    /// The value as the wire has it: dates in the form of their kind.
    static func wireValue(_ value: JSONValue, kind: PropertyKind) -> JSONValue {
        guard kind == .localDate || kind == .plainDate, case .string(let text) = value, text.hasSuffix("Z") else {
            return value
        }
        return .string(kind == .localDate ? text.dropLast() + "+00:00" : String(text.dropLast()))
    }

    /// Appends a member.
    ///
    /// - Parameters:
    ///   - value: Its value.
    ///   - kind: The kind of its property.
    ///   - opening: Annotations, name and colon.
    ///   - namePlace: Where the name begins in them.
    ///   - bytes: Where it goes.
    static func append(
        _ value: JSONValue,
        kind: PropertyKind,
        opening: UnsafeBufferPointer<UInt8>,
        namePlace: Int,
        to bytes: inout [UInt8]
    ) {
        let plain = DescribedValue.plain(wireValue(value, kind: kind))
        if kind == .texts, case .array(let elements) = plain, elements.contains(where: { $0.objectValue != nil }) {
            // A list of tables: that it is called so is a guess after what clients send.
            unsafe bytes.append(contentsOf: opening[namePlace...].dropLast(2))
            bytes += ##"@odata.type":"#Collection(Exchange.GenericHashTable)","##.utf8
            unsafe bytes.append(contentsOf: opening[namePlace...])
        } else {
            unsafe bytes.append(contentsOf: value.isNull ? opening[namePlace...] : opening[...])
        }
        WireText.append(plain, to: &bytes)
    }
}
