import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Begins the sign-in of a device that has no browser (RFC 8628 section 3.1).
struct DeviceAuthorization: Sendable {
    /// Seconds a device's sign-in may take.
    static let lifetime = 900
    /// Seconds between two questions of the device.
    static let interval = 5
    private static let tries = 8

    let call: EntraCall
    let segment: String
    let version: ProtocolVersion

    /// Answers the devicecode endpoint.
    ///
    /// - Throws: ``EntraError`` 900561, 900144, 9002313, 90002, 9001023, 700016, 7000112, 50194 or 70011.
    func respond() throws -> ServerResponse {
        call.signIn.begin(.deviceCode, call)
        guard call.request.method == "POST" else { throw EntraError.wrongVerb("POST") }
        let form = call.request.form
        call.signIn.note(form, version)
        for name in ["client_id", "scope", "resource", "claims"] where form.repeats(name) {
            throw EntraError.malformedRequest("the parameter '\(name)' is given twice")
        }
        let authority = try Authority(segment, in: call.context.directory)
        call.signIn.note(authority)
        guard authority != .consumers else { throw EntraError.personalAccounts }
        guard let clientID = form["client_id"] else { throw EntraError.missing("client_id") }
        let client = try Client(clientID, at: authority, in: call.context.directory)
        call.signIn.note(client)
        let scope: String
        switch version {
        case .v1: scope = form["scope"] ?? "openid"
        case .v2:
            guard let text = form["scope"] else { throw EntraError.missing("scope") }
            scope = text
        }
        _ = try ScopeRequest(parsing: scope)
        _ = try ClaimsRequest(form["claims"])
        let deviceCode = try OpaqueText.deviceCode()
        let record = try insert(
            DeviceCodeRecord(
                deviceHash: deviceCode.digest,
                userCode: "",
                clientID: client.id,
                tenantID: authority.tenant?.id,
                scope: scope,
                resource: version == .v1 ? form["resource"] ?? "" : nil,
                claims: form["claims"],
                expiresOn: call.trace.now.addingTimeInterval(TimeInterval(Self.lifetime))
            )
        )
        return call.reply(.object(reply(deviceCode.text, record.userCode)))
    }

    private func reply(_ deviceCode: String, _ userCode: String) -> JSONObject {
        func number(_ value: Int) -> JSONValue { version == .v1 ? .string(String(value)) : .integer(Int64(value)) }
        let page = "\(call.authority)/devicelogin"
        return [
            "user_code": .string(userCode),
            "device_code": .string(deviceCode),
            version == .v1 ? "verification_url" : "verification_uri": .string(page),
            "expires_in": number(Self.lifetime),
            "interval": number(Self.interval),
            "message": .string(
                "To sign in, use a web browser to open the page \(page) and enter the code \(userCode) to authenticate."
            ),
        ]
    }

    // Two devices may draw the same code; then the later one draws again.
    private func insert(_ draft: DeviceCodeRecord) throws -> DeviceCodeRecord {
        try call.context.directory.store.write { connection in
            for _ in 0..<Self.tries {
                var record = draft
                record.userCode = try UserCode.make()
                guard try call.context.directory.deviceCode(userCode: record.userCode) == nil else { continue }
                try connection.insert(record)
                return record
            }
            throw EntraError.failure
        }
    }
}
