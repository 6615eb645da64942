internal import ExoCrypto
internal import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An Entra ID access token that shows its claims and hides itself.
///
/// The text is read once; its signature is not checked, since only the service has what is needed for that. Printing, dumping
/// or reflecting a token shows `[access token]`, and it cannot be encoded.
public struct AccessToken: Sendable {
    /// The longest text accepted, in bytes; the service's own tokens stay far below.
    public static let longestText = 128 * 1024

    /// The token itself: give it to nobody but its service or the store the user chose.
    package let text: String
    /// What the token says about itself.
    public let claims: TokenClaims

    /// Reads a token.
    ///
    /// - Parameter text: The token; white space around it and one `Bearer` before it are dropped.
    /// - Throws: ``TokenError`` with code `notAToken`, `truncated`, `encrypted`, `tooLarge` or `malformed`. It names what the
    ///   text is instead where that can be told, and holds no part of it.
    public init(_ text: String) throws {
        let read = try TokenText.read(text)
        self.text = read.text
        claims = TokenClaims(read.payload)
    }

    /// Takes a token as its issuer gave it, even one that nobody but its service can look into.
    ///
    /// - Parameters:
    ///   - text: The token.
    ///   - expiresOn: When it ends, as the issuer said.
    /// - Throws: ``TokenError`` with code `malformed` for what cannot be a bearer token (RFC 6750, section 2.1).
    public init(issued text: String, expiresOn: Date?) throws {
        let read: TokenText.Reading?
        // What it is instead of a signed token does not matter here.
        do { read = try TokenText.read(text) } catch is TokenError { read = nil }
        guard !text.isEmpty, text.utf8.count <= Self.longestText, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw TokenError(code: .malformed, message: "the token that was issued cannot be sent as a bearer token")
        }
        self.text = read?.text ?? text
        claims = TokenClaims(read?.payload ?? [:])
        issuersExpiry = expiresOn
    }

    /// Reads a token from the bytes of a file or stream.
    ///
    /// - Parameter bytes: The token in UTF-8.
    /// - Throws: ``TokenError`` as from ``init(_:)``; also `notAToken` when the bytes are no UTF-8 text.
    public init(bytes: some Collection<UInt8>) throws {
        try self.init(TokenText.decode(Array(bytes.prefix(Self.longestText + 1))))
    }

    /// Reads a token from what a program printed.
    ///
    /// - Parameter output: The token alone, or the JSON that holds it: the reply of a token endpoint, of Azure CLI, of the Azure
    ///   Developer CLI, of `Get-AzAccessToken | ConvertTo-Json` or of MSAL.NET.
    /// - Throws: ``TokenError`` as from ``init(bytes:)``.
    public init(printedBy output: some Collection<UInt8>) throws {
        let bytes = Array(output.prefix(ToolOutput.longestText + 1))
        if let text = ToolOutput.token(in: bytes) { try self.init(text) } else { try self.init(bytes: bytes) }
    }

    /// When the token expires, where it or its issuer says so.
    public var expiresOn: Date? { claims.expiresOn ?? issuersExpiry }
    private var issuersExpiry: Date?

    /// The value of an `Authorization` header (RFC 6750, section 2.1).
    package var authorizationHeaderValue: String { "Bearer \(text)" }

    /// Whether the token has expired or will within that time; one that does not say counts as expired.
    package func isExpired(at now: Date, margin: Duration = .zero) -> Bool {
        guard let expiresOn else { return true }
        return expiresOn.timeIntervalSince(now) <= Double(margin.components.seconds)
    }
}

extension AccessToken: Equatable {
    /// Whether both are the same token.
    public static func == (left: AccessToken, right: AccessToken) -> Bool {
        constantTimeEquals(left.text.utf8, right.text.utf8)
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the token.
    public var description: String { "[access token]" }
    /// Hides the token.
    public var debugDescription: String { "[access token]" }
    /// Hides the token.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
