internal import ExoJSON

/// Values as the texts that PowerShell's Export-Csv makes of a cmdlet's objects, in the culture en-US.
///
/// Truth values are `True` and `False`, the elements of a list stand with blanks between them, a nested object is `@{a=1; b=2}`,
/// a time is `7/2/2026 1:04:05 AM`, and nothing at all is not the same as an empty text.
enum PowerShellCell {
    /// The text of a property.
    ///
    /// - Parameters:
    ///   - value: Its value.
    ///   - isTime: Whether it is a time; on the wire it is a text as others are.
    /// - Returns: The text, or `nil` for no value.
    static func text(_ value: JSONValue?, isTime: Bool = false) -> String? {
        switch value {
        case nil, .null: nil
        case .bool(let flag): flag ? "True" : "False"
        case .string(let text): isTime ? time(text) ?? text : text
        case .double(let number): text(number)
        case .array(let elements): elements.map { text($0, isTime: isTime) ?? "" }.joined(separator: " ")
        case .object(let object):
            "@{" + object.members.map { "\($0.name)=\(text($0.value) ?? "")" }.joined(separator: "; ") + "}"
        default: RowValue.text(value)
        }
    }

    private static func text(_ number: Double) -> String {
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text.replacing("e", with: "E")
    }

    /// Which properties of a row are times: those that the service calls so, where it says nothing of types those that are known,
    /// and where nothing is known those that look like one.
    static func times(of row: JSONObject, known: [String]?) -> (String) -> Bool {
        var types: [String: Bool] = [:]
        for member in row.members {
            guard member.name.hasSuffix("@data.type") else { continue }
            types[String(member.name.dropLast("@data.type".count))] =
                member.value.stringValue?.hasPrefix("System.DateTime") ?? false
        }
        if !types.isEmpty { return { types[$0] ?? false } }
        if let known { return { name in known.contains { $0.lowercased() == name.lowercased() } } }
        return { row[$0]?.stringValue.map { time($0) != nil } ?? false }
    }

    /// A time of the wire (`2026-07-02T01:04:05.0000000Z`) as .NET shows it, in the zone in which it is written.
    private static func time(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            isZone(bytes[19...])
        else { return nil }
        return
            "\(month)/\(day)/\(year) \((hour + 11) % 12 + 1):\(digits(minute)):\(digits(second)) \(hour < 12 ? "AM" : "PM")"
    }

    private static func isZone(_ rest: ArraySlice<UInt8>) -> Bool {
        var rest = rest
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { $0 &- 0x30 < 10 } }
        if rest.isEmpty || rest.elementsEqual("Z".utf8) { return true }
        guard rest.count == 6, rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") else { return false }
        return rest.dropFirst().allSatisfy { $0 &- 0x30 < 11 }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            number = number * 10 + Int(byte &- 0x30)
        }
        return number
    }

    private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
