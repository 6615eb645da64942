import ExoJSON
import Testing

/// An assertion with something changed or (nil) left out, and the code of its refusal.
struct WrongAssertion: Sendable, CustomTestStringConvertible {
    var code: Int
    var header: [String: JSONValue?] = [:]
    var claims: [String: JSONValue?] = [:]
    var testDescription: String { "\(code) \(header) \(claims)" }
}
