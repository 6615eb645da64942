#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a token is, in plain words; nothing of it could be used to sign in.
public struct TokenReport: Sendable, CustomStringConvertible {
    /// One fact.
    public struct Field: Sendable, Hashable {
        /// What it is about.
        public var label: String
        /// The fact.
        public var value: String

        /// Makes a fact.
        public init(label: String, value: String) {
            self.label = label
            self.value = value
        }
    }

    /// The facts in the order in which people ask for them.
    public let fields: [Field]

    /// Reports on a token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - now: The time, for what is left of its life.
    public init(_ token: AccessToken, now: Date) { self.init(token.claims, now: now) }

    /// Reports on claims.
    public init(_ claims: TokenClaims, now: Date) {
        var fields: [Field] = []
        fields.reserveCapacity(14)
        func add(_ label: String, _ value: String?) {
            if let value { fields.append(Field(label: label, value: value)) }
        }
        switch claims.kind {
        case .user:
            add("Kind", "token of a user")
            add("User", Self.user(claims))
        case .application: add("Kind", "token of an application in its own name")
        }
        add("Application", Self.application(claims))
        add("Object", claims.objectID.map(SanitizedText.shown))
        add("Tenant", claims.tenantID ?? "not named")
        add("For", Self.list(claims.audiences.map(KnownResource.described)) ?? "no service is named")
        if claims.kind == .user || !claims.scopes.isEmpty {
            add("Scopes", Self.list(claims.scopes.map(SanitizedText.shown)) ?? "none")
        }
        if claims.kind == .application || !claims.roles.isEmpty {
            add("Application roles", Self.list(claims.roles.map(SanitizedText.shown)) ?? "none")
        }
        add("Directory roles", Self.list(Self.directoryRoles(claims)) ?? "none")
        add("Signed in with", Self.list(claims.authenticationMethods.map(Self.method)))
        add("Issued", claims.issuedAt.map(PlainTime.text))
        if let begin = claims.notBefore, begin > now {
            add("Valid from", "\(PlainTime.text(begin)) (in \(PlainTime.words(begin.timeIntervalSince(now))))")
        }
        add("Expires", Self.expiry(claims.expiresOn, now: now))
        if claims.clientCapabilities.contains(where: { $0.lowercased() == "cp1" }) {
            add("Revocation", "at once (continuous access evaluation); the client answers claims challenges")
        }
        add("Issuer", claims.issuer.map(SanitizedText.shown))
        add("Version", claims.version.map(SanitizedText.shown))
        self.fields = fields
    }

    /// The facts, one a line, with the values below each other.
    public var lines: [String] {
        fields.map { field in
            var line: [UInt8] = []
            Self.append(field, to: &line)
            return String(decoding: line, as: UTF8.self)
        }
    }

    /// The lines.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(1024)
        for field in fields {
            if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
            Self.append(field, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ field: Field, to text: inout [UInt8]) {
        text.append(contentsOf: field.label.utf8)
        for _ in 0..<max(1, 19 - field.label.utf8.count) { text.append(UInt8(ascii: " ")) }
        text.append(contentsOf: field.value.utf8)
    }

    private static func user(_ claims: TokenClaims) -> String {
        guard let name = claims.userPrincipalName else { return "not named" }
        let shown = SanitizedText.shown(name)
        return claims.hasOwnUserPrincipalName || claims.version == "2.0" ? shown : "\(shown) (a guest of this tenant)"
    }

    private static func application(_ claims: TokenClaims) -> String? {
        guard let id = claims.applicationID else { return nil }
        let name = claims.applicationName ?? KnownApplication.name(of: id)
        return name.map { "\(SanitizedText.shown($0)) (\(SanitizedText.shown(id)))" } ?? SanitizedText.shown(id)
    }

    private static func directoryRoles(_ claims: TokenClaims) -> [String] {
        claims.directoryRoles.compactMap { id in
            if id == DirectoryRole.everyUser || id == DirectoryRole.everyApplication { return nil }
            return DirectoryRole.role(templateID: id)?.name ?? SanitizedText.shown(id)
        }
    }

    private static func method(_ name: String) -> String {
        switch name {
        case "pwd": "password"
        case "mfa", "ngcmfa": "multi-factor authentication"
        case "rsa": "certificate or device key"
        case "fido": "security key"
        case "otp": "one-time passcode"
        case "wia": "Windows integrated authentication"
        case "fed": "federated sign-in"
        default: SanitizedText.shown(name)
        }
    }

    private static func expiry(_ end: Date?, now: Date) -> String {
        guard let end else { return "not named" }
        let left = end.timeIntervalSince(now)
        let words = PlainTime.words(left)
        return "\(PlainTime.text(end)) (\(left > 0 ? "in \(words)" : "expired \(words) ago"))"
    }

    private static func list(_ items: [String]) -> String? { items.isEmpty ? nil : items.joined(separator: ", ") }
}
