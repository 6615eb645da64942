internal import ExoJSON

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Decodes a JSON value into a caller's type; keys meet the service's names in any letter case.
struct RowDecoder: Decoder {
    let value: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let object = value.objectValue else { throw mismatch([String: Any].self) }
        return KeyedDecodingContainer(RowMembers(object, at: codingPath))
    }

    /// The elements of a list, which the service writes here and there as the one that there is, or as null.
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let elements: [JSONValue]
        switch value {
        case .array(let found): elements = found
        case .null: elements = []
        case .object: throw mismatch([Any].self)
        default: elements = [value]
        }
        return RowElements(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// The error for a value of another kind.
    func mismatch(_ type: any Any.Type) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: codingPath,
            debugDescription: "the service sent \(value.kindInWords) where \(type) is wanted"
        )
        return value.isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

extension RowDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value.isNull }

    func decode(_ type: Bool.Type) throws -> Bool {
        if let flag = value.boolValue { return flag }
        // Some truth values of the service's model are texts.
        switch value.stringValue?.lowercased() {
        case "true": return true
        case "false": return false
        default: throw mismatch(type)
        }
    }

    func decode(_ type: String.Type) throws -> String {
        guard let text = value.stringValue else { throw mismatch(type) }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        switch value {
        case .double(let number): return number
        case .integer(let number): return Double(number)
        case .unsigned(let number): return Double(number)
        default: throw mismatch(type)
        }
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        switch type {
        case is Date.Type:
            guard let date = value.stringValue.flatMap({ Date(service: $0) }) as? Value else { throw mismatch(type) }
            return date
        case is Duration.Type:
            let span = value.stringValue.flatMap { PowerShellTimeSpan($0) }
            let duration = span.map { span in
                let (seconds, rest) = span.ticks.quotientAndRemainder(dividingBy: 10_000_000)
                return Duration(secondsComponent: seconds, attosecondsComponent: rest * 100_000_000_000)
            }
            guard let duration = duration as? Value else { throw mismatch(type) }
            return duration
        case is URL.Type:
            guard let url = value.stringValue.flatMap({ URL(string: $0) }) as? Value else { throw mismatch(type) }
            return url
        default: return try Value(from: self)
        }
    }

    private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        let number: Number? =
            switch value {
            case .integer(let number): Number(exactly: number)
            case .unsigned(let number): Number(exactly: number)
            case .double(let number): Number(exactly: number)
            default: nil
            }
        guard let number else { throw mismatch(type) }
        return number
    }
}

extension JSONValue {
    fileprivate var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .unsigned, .double: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension Date {
    /// A date as the service writes it; one without a zone is in UTC.
    fileprivate init?(service text: String) {
        guard let date = PowerShellDate(text) else { return nil }
        let fraction = text.split(separator: ".", maxSplits: 1).dropFirst().first?.prefix { $0.isASCII && $0.isNumber }
        self.init(timeIntervalSince1970: Double(date.reading) + (fraction.flatMap { Double("0.\($0)") } ?? 0))
    }
}
