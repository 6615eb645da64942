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
    private(set) var capabilities: [String] = []
    /// Seconds since 1970 before which the token must not have been issued, as a challenge asks after a revocation.
    private(set) var notBefore: Double?
    /// Authentication contexts that the token has to be good for (`acrs`).
    private(set) var contexts: [String] = []
    /// Policies that a challenge names (`capolids`): they count for this sign-in, whatever it is for.
    private(set) var policies: [String] = []
    /// Whether the id token has to say when the user signed in.
    var wantsAuthenticationTime = false

    private static let longest = 8192
    private static let known: Set = ["xms_cc", "nbf", "acrs", "capolids", "xms_rp_ipaddr"]

    /// Asks for nothing.
    package init() {}

    /// Reads the parameter.
    ///
    /// - Throws: ``EntraError`` 9002313 when it is not a JSON object, asks for something unknown, or for a time that is none.
    package init(_ text: String?) throws {
        guard let text else { return }
        guard text.utf8.count <= Self.longest else {
            throw EntraError.malformedRequest("the claims parameter is longer than \(Self.longest) bytes")
        }
        let object: JSONObject?
        do { object = try JSONValue(parsing: text).objectValue } catch {
            throw EntraError.malformedRequest("the claims parameter is not JSON")
        }
        guard let object else { throw EntraError.malformedRequest("the claims parameter is not a JSON object") }
        for member in object.members { try Self.check(member) }
        let access = object["access_token"]
        capabilities = (access?["xms_cc"]?["values"]?.arrayValue ?? []).compactMap(\.stringValue)
        notBefore = try Self.time(access?["nbf"]?["value"])
        // Web applications ask for contexts in their id token.
        contexts = Self.united(
            ["access_token", "id_token"].flatMap { Self.texts(object[$0]?["acrs"]) }.filter {
                !$0.isEmpty && $0.utf8.count <= 32
            }
        )
        policies = Self.texts(access?["capolids"]).map { $0.lowercased() }
        wantsAuthenticationTime = object["id_token"]?.objectValue?.names.contains("auth_time") == true
    }

    private static func check(_ member: JSONObject.Member) throws {
        let known: Set<String>
        switch member.name {
        case "access_token": known = Self.known
        case "id_token": known = IDTokenComposer.requestable
        default: throw EntraError.malformedRequest("the claims parameter asks for '\(member.name)', which is no token")
        }
        guard let asked = member.value.objectValue else {
            throw EntraError.malformedRequest("the claims parameter asks for '\(member.name)', which is no token")
        }
        if let name = asked.names.first(where: { !known.contains($0) }) {
            throw EntraError.malformedRequest("the claims parameter asks for '\(name)', which is not known here")
        }
    }

    private static func time(_ asked: JSONValue?) throws -> Double? {
        switch asked {
        case nil, .null?: return nil
        case .integer(let seconds)?: return Double(seconds)
        case .double(let seconds)?: return seconds
        case .string(let text)?:
            if let seconds = Double(text), seconds.isFinite { return seconds }
        default: break
        }
        throw EntraError.malformedRequest("the claims parameter asks for a time that is none")
    }

    private static func texts(_ asked: JSONValue?) -> [String] {
        ([asked?["value"]].compactMap { $0 } + (asked?["values"]?.arrayValue ?? [])).compactMap(\.stringValue)
    }

    private static func united(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The request together with the one of the sign-in, which everything that comes from it goes on to fulfil.
    ///
    /// - Throws: ``EntraError`` when both are too long to be kept.
    func adding(_ earlier: ClaimsRequest) throws -> ClaimsRequest {
        var whole = self
        if capabilities.isEmpty { whole.capabilities = earlier.capabilities }
        whole.contexts = Self.united(earlier.contexts + contexts)
        whole.policies = Self.united(earlier.policies + policies)
        whole.wantsAuthenticationTime = wantsAuthenticationTime || earlier.wantsAuthenticationTime
        guard (whole.text?.utf8.count ?? 0) <= Self.longest else {
            throw EntraError.malformedRequest("the claims of this request and of its sign-in are too long together")
        }
        return whole
    }

    /// The request as a parameter, without the time that held for one token alone; `nil` where it asks for nothing.
    var text: String? {
        var access = JSONObject()
        for (name, values) in [("xms_cc", capabilities), ("acrs", contexts), ("capolids", policies)]
        where !values.isEmpty {
            access[name] = ["values": .array(values.map { .string($0) })]
        }
        var whole = JSONObject()
        if !access.isEmpty { whole["access_token"] = .object(access) }
        if wantsAuthenticationTime { whole["id_token"] = ["auth_time": .null] }
        return whole.isEmpty ? nil : JSONValue.object(whole).text()
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
