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

    /// Policies that a challenge names (`capolids`): they count for this sign-in, whatever it is for.
    let policies: [String]

    private static let longest = 8192
    private static let known: Set = ["xms_cc", "nbf", "acrs", "capolids", "xms_rp_ipaddr"]

    /// Asks for nothing.
    package init() {
        capabilities = []
        notBefore = nil
        contexts = []
        policies = []
    }

    /// Reads the parameter.
    ///
    /// - Throws: ``EntraError`` 9002313 when it is not a JSON object, or asks for a time that is none.
    package init(_ text: String?) throws {
        guard let text else {
            capabilities = []
            notBefore = nil
            contexts = []
            policies = []
            return
        }
        guard text.utf8.count <= Self.longest else {
            throw EntraError.malformedRequest("the claims parameter is longer than \(Self.longest) bytes")
        }
        let object: JSONObject?
        do { object = try JSONValue(parsing: text).objectValue } catch {
            throw EntraError.malformedRequest("the claims parameter is not JSON")
        }
        guard let object else { throw EntraError.malformedRequest("the claims parameter is not a JSON object") }
        for member in object.members {
            let asked = member.value.objectValue
            switch (member.name, asked) {
            case ("access_token", let asked?):
                if let name = asked.names.first(where: { !Self.known.contains($0) }) {
                    throw EntraError.malformedRequest(
                        "the claims parameter asks for '\(name)', which is not known here"
                    )
                }
            case ("id_token", let asked?):
                if let name = asked.names.first(where: { !IDTokenComposer.requestable.contains($0) }) {
                    throw EntraError.malformedRequest(
                        "the claims parameter asks for '\(name)', which is not known here"
                    )
                }
            default:
                throw EntraError.malformedRequest("the claims parameter asks for '\(member.name)', which is no token")
            }
        }
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
        // Web applications ask for contexts in their id token.
        contexts = ["access_token", "id_token"].flatMap { Self.texts(object[$0]?["acrs"]) }.filter {
            !$0.isEmpty && $0.utf8.count <= 32
        }
        policies = Self.texts(object["access_token"]?["capolids"]).map { $0.lowercased() }
    }

    private static func texts(_ asked: JSONValue?) -> [String] {
        ([asked?["value"]].compactMap { $0 } + (asked?["values"]?.arrayValue ?? [])).compactMap(\.stringValue)
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
