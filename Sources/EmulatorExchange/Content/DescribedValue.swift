import ExoJSON

/// Values that the service has as objects with a text: an answer in JSON shows the text, a typed one the object.
enum DescribedValue {
    private static let titleName = "@title"
    private static let typeName = "@type"
    private static let sizeType = "Microsoft.Exchange.Data.ByteQuantifiedSize"

    /// Makes one.
    ///
    /// - Parameters:
    ///   - title: Its text.
    ///   - type: The service's type.
    ///   - members: What it has.
    /// - Returns: The value of a row.
    static func make(_ title: String, type: String, _ members: JSONObject) -> JSONValue {
        var object: JSONObject = [.init(titleName): .string(title), .init(typeName): .string(type)]
        for member in members.members { object[member.name] = member.value }
        return .object(object)
    }

    /// A number of bytes that might be unlimited and is not: `TotalItemSize.Value` is the size itself.
    static func size(_ bytes: Int64) -> JSONValue {
        let text = ByteQuantity(bytes: UInt64(max(bytes, 0))).description
        return make(
            text,
            type: "Microsoft.Exchange.Data.Unlimited`1[[\(sizeType), Microsoft.Exchange.Data]]",
            ["IsUnlimited": false, "Value": make(text, type: sizeType, [:])]
        )
    }

    /// A number of bytes where the service gives a text alone.
    static func sizeText(_ bytes: Int64) -> JSONValue {
        .string(ByteQuantity(bytes: UInt64(max(bytes, 0))).description)
    }

    /// The parts of such a value, `nil` for any other one.
    static func parts(_ object: JSONObject) -> (title: String, type: String, members: ArraySlice<JSONObject.Member>)? {
        guard object.members.first?.name == titleName, let title = object.members.first?.value.stringValue,
            object.count > 1, let type = object.members[1].value.stringValue
        else { return nil }
        return (title, type, object.members.dropFirst(2))
    }

    /// The text of such a value; any other value as it is.
    static func plain(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): return parts(object).map { .string($0.title) } ?? value
        case .array(let elements):
            guard case .object? = elements.first else { return value }
            return .array(elements.map(plain))
        default: return value
        }
    }
}
