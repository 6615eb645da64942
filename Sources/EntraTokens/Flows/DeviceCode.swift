internal import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a person enters on another device to sign in (RFC 8628, section 3.2).
public struct DeviceCode: Sendable {
    private static let longestMessage = 1000

    /// The code to enter.
    public var userCode: String
    /// The page to enter it at.
    public var address: String
    /// The page with the code already entered; `nil` where the authority has none.
    public var completeAddress: String?
    /// Page and code in a sentence, in the authority's words where it has some.
    public var message: String
    /// When the code ends.
    public var expiresOn: Date

    /// What the token is asked for with.
    let secret: ClientSecret
    /// How long the code lives.
    let life: Duration
    /// How long to wait between two questions.
    let interval: Duration

    /// Reads a device authorization endpoint's reply; numbers may be text, as the v1.0 endpoint writes them.
    ///
    /// - Throws: ``TokenError``.
    init(_ body: [UInt8], status: Int, now: Date, retryAfter: Duration?) throws {
        let object: JSONObject?
        do { object = try JSONValue(parsing: body).objectValue } catch { object = nil }
        guard status == 200, let object, object["error"] == nil else {
            throw TokenReply.failure(body, status: status, isObject: object != nil, retryAfter)
        }
        func text(_ names: String...) -> String? { names.lazy.compactMap { object[$0]?.stringValue }.first }
        func seconds(_ name: String, default standard: Int64, in range: ClosedRange<Int64>) -> Int64 {
            let number = object[name]?.integerValue ?? object[name]?.stringValue.flatMap { Int64($0) } ?? standard
            return min(max(number, range.lowerBound), range.upperBound)
        }
        guard let secret = text("device_code"), !secret.isEmpty, let code = text("user_code"), !code.isEmpty,
            let address = text("verification_uri", "verification_url"), Self.isPage(address)
        else {
            throw TokenError(
                code: .unexpectedResponse,
                message: "the authority answered the question for a device code without code and https address"
            )
        }
        let life = seconds("expires_in", default: 900, in: 1...86_400)
        self.secret = ClientSecret(secret.utf8)
        self.life = .seconds(life)
        interval = .seconds(seconds("interval", default: 5, in: 1...300))
        userCode = SanitizedText.shown(code)
        self.address = address
        completeAddress = text("verification_uri_complete").flatMap { Self.isPage($0) ? $0 : nil }
        expiresOn = now.addingTimeInterval(Double(life))
        message = "To sign in, open \(address) in a browser and enter the code \(userCode)."
        if let theirs = text("message"), theirs.utf8.count <= Self.longestMessage, theirs.contains(code),
            theirs.contains(address), SanitizedText.isPlain(theirs)
        {
            message = theirs
        }
    }

    private static func isPage(_ address: String) -> Bool {
        address.lowercased().hasPrefix("https://") && address.utf8.count <= 2000
            && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
