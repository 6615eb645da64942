import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A token by which a client proves itself instead of with a secret (RFC 7523).
///
/// A client signs its own with a certificate that is registered for it, or shows that of another service which it is
/// registered to accept.
struct ClientAssertion: Sendable {
    /// What `client_assertion_type` has to be.
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// Seconds by which clocks may differ.
    private static let skew: Double = 300

    let token: JSONWebToken
    let client: Client
    let authority: Authority
    let call: EntraCall

    /// Checks the assertion.
    ///
    /// - Throws: ``EntraError`` 50027, 5002738, 700021, 700023, 700024, 700027, 700030, 50012, 700211, 700212 or 700213.
    func check() throws {
        guard let name = token.header["alg"]?.stringValue else {
            throw EntraError.malformedAssertion("it names no algorithm")
        }
        guard token.header["crit"] == nil else {
            throw EntraError.malformedAssertion("its header demands extensions ('crit') that are not supported")
        }
        guard let algorithm = SignatureAlgorithm(rawValue: name) else { throw EntraError.unsupportedAlgorithm }
        guard let issuer = token.claims["iss"]?.stringValue, let subject = token.claims["sub"]?.stringValue else {
            throw EntraError.malformedAssertion("it names no issuer or no subject")
        }
        if issuer.lowercased() == client.id {
            guard subject.lowercased() == client.id else { throw EntraError.otherSubject(client.id) }
            try checkCertificate(algorithm)
            try checkTime()
            guard try isForThisAuthority() else { throw EntraError.wrongAssertionAudience }
        } else {
            try checkFederation(issuer: issuer, subject: subject, algorithm)
            try checkTime()
        }
        try checkFirstUse()
    }

    private func checkTime() throws {
        guard let end = token.seconds("exp") else { throw EntraError.malformedAssertion("it has no end") }
        let begin = token.seconds("nbf")
        guard begin != nil || token.claims["nbf"] == nil else {
            throw EntraError.malformedAssertion("its beginning is no number")
        }
        let now = call.trace.now.timeIntervalSince1970
        guard now < end + Self.skew, now >= (begin ?? now) - Self.skew else { throw EntraError.assertionOutsideItsTime }
    }

    // The service takes an assertion as often as it is sent while it is valid, and libraries rely on that: MSAL Python
    // sends one for nine minutes. So refusing the second use is a switch that is off until somebody asks for it.
    private func checkFirstUse() throws {
        guard call.context.settings.current.refusesReplayedAssertions else { return }
        let end = min(token.seconds("exp") ?? 0, Date.distantFuture.timeIntervalSince1970) + Self.skew
        let isFirst = try call.context.directory.useAssertion(
            jti: token.number,
            clientID: client.id,
            expiresOn: Date(timeIntervalSince1970: end)
        )
        guard isFirst else { throw EntraError.replayedAssertion }
    }
}
