/// How a text is signed with an RSA key, by the names of RFC 7518, section 3.1.
package enum SignatureAlgorithm: String, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PSS with SHA-256 and a salt as long as the digest.
    case ps256 = "PS256"
}
