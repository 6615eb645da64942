import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a `claims` parameter asks for (OpenID Connect section 5.5).
package struct ClaimsRequest: Sendable {
    /// Capabilities the client has, in the letters in which it named them.
    let capabilities: [String]
    /// Seconds since 1970 before which the token must not have been issued, as a challenge asks after a revocation.
    let notBefore: Double?
    /// Authentication contexts that the token has to be good for (`acrs`).
    let contexts: [String]

    /// Asks for nothing.
    package init() {
        capabilities = []
        notBefore = nil
        contexts = []
    }

    /// Reads the parameter.
    ///
    /// - Throws: ``EntraError`` 9002313 when it is not a JSON object, or asks for a time that is none.
    package init(_ text: String?) throws {
        guard let text else {
            capabilities = []
            notBefore = nil
            contexts = []
            return
        }
        let object: JSONObject?
        do { object = try JSONValue(parsing: text).objectValue } catch {
            throw EntraError.malformedRequest("the claims parameter is not JSON")
        }
        guard let object else { throw EntraError.malformedRequest("the claims parameter is not a JSON object") }
        let values = object["access_token"]?["xms_cc"]?["values"]?.arrayValue ?? []
        capabilities = values.compactMap(\.stringValue)
        switch object["access_token"]?["nbf"]?["value"] {
        case nil, .null?: notBefore = nil
        case .integer(let seconds)?: notBefore = Double(seconds)
        case .double(let seconds)?: notBefore = seconds
        case .string(let text)?:
            guard let seconds = Double(text), seconds.isFinite else {
                throw EntraError.malformedRequest("the claims parameter asks for a time that is none")
            }
            notBefore = seconds
        default: throw EntraError.malformedRequest("the claims parameter asks for a time that is none")
        }
        let asked = object["access_token"]?["acrs"]
        let named = [asked?["value"]].compactMap { $0 } + (asked?["values"]?.arrayValue ?? [])
        contexts = named.compactMap(\.stringValue).filter { !$0.isEmpty && $0.utf8.count <= 32 }
    }

    /// Whether the client can be told of a revocation, so that its tokens may live long.
    package var isLongLived: Bool { capabilities.contains { $0.lowercased() == "cp1" } }

    /// Checks that a token issued now is new enough; a challenge names whole seconds, the next one after a revocation.
    ///
    /// - Throws: ``EntraError`` 50173.
    func checkNewness(at now: Date) throws {
        guard (notBefore ?? 0) <= now.timeIntervalSince1970.rounded(.up) else { throw EntraError.revokedGrant }
    }
}
