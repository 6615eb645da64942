import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The members of a call's body, each of the type that is asked for or refused.
struct ControlBody: Sendable {
    let object: JSONObject

    /// Takes members.
    ///
    /// - Parameters:
    ///   - object: The members.
    ///   - names: Their names; empty for any.
    /// - Throws: ``EmulatorError`` when there is another one.
    init(_ object: JSONObject, names: [String]) throws {
        for name in object.names where !names.isEmpty && !names.contains(name) {
            throw EmulatorError("There is no \"\(name)\" here; there are \(names.joined(separator: ", ")).")
        }
        self.object = object
    }

    /// Whether a member was given, be it `null`.
    func has(_ name: String) -> Bool { object[name] != nil }

    /// Whether a member was given as `null`.
    func isNull(_ name: String) -> Bool { object[name] == .null }

    /// A text; `nil` where it is missing or `null`.
    func text(_ name: String) throws -> String? {
        switch object[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw EmulatorError("\"\(name)\" is a text.")
        }
    }

    /// A text that has to be there.
    func required(_ name: String) throws -> String {
        guard let text = try text(name), !text.isEmpty else { throw EmulatorError("\"\(name)\" is missing.") }
        return text
    }

    func flag(_ name: String) throws -> Bool? {
        switch object[name] {
        case nil, .null: return nil
        case .bool(let flag): return flag
        default: throw EmulatorError("\"\(name)\" is true or false.")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws -> Int? {
        switch object[name] {
        case nil, .null: return nil
        case .integer(let number) where range.contains(number): return Int(number)
        default:
            throw EmulatorError("\"\(name)\" is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
    }

    /// A number, with or without a fraction.
    func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
        let number: Double? =
            switch object[name] {
            case nil, .null: nil
            case .integer(let whole): Double(whole)
            case .double(let number): number
            default: .nan
            }
        guard let number else { return nil }
        guard range.contains(number) else {
            throw EmulatorError(
                "\"\(name)\" is a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))."
            )
        }
        return number
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { String($0) } ?? number.description
    }

    func texts(_ name: String) throws -> [String]? {
        switch object[name] {
        case nil, .null: return nil
        case .array(let elements):
            let texts = elements.compactMap(\.stringValue)
            guard texts.count == elements.count else { throw EmulatorError("\"\(name)\" is an array of texts.") }
            return texts
        default: throw EmulatorError("\"\(name)\" is an array of texts.")
        }
    }

    func members(_ name: String) throws -> JSONObject? {
        switch object[name] {
        case nil, .null: return nil
        case .object(let members): return members
        default: throw EmulatorError("\"\(name)\" is an object.")
        }
    }

    func date(_ name: String) throws -> Date? {
        guard let text = try text(name) else { return nil }
        guard let date = try? Date(text, strategy: .iso8601) else {
            throw EmulatorError("\"\(name)\" is a time such as 2026-01-31T10:00:00Z.")
        }
        return date
    }
}
