/// The tenant as it stands in an address of the token service.
enum TenantName {
    /// The name in lower case, when it is a tenant id or a domain.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest` for anything that could change the address.
    static func checked(_ name: String) throws -> String {
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isDomain =
            name.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
                    && label.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                            true
                        default: false
                        }
                    }
            }
        guard isDomain else {
            throw TokenError(
                code: .invalidRequest,
                message: "'\(SanitizedText.shown(name))' is neither a domain nor a tenant id",
                repair: "name the organization by a domain of it, such as contoso.onmicrosoft.com, or by its tenant id"
            )
        }
        return name.lowercased()
    }

    /// Refuses a token service that would be reached without TLS.
    static func requireHTTPS(_ authority: String) throws {
        guard authority.lowercased().hasPrefix("https://") else {
            throw TokenError(
                code: .invalidRequest,
                message: "the token service's address \(SanitizedText.shown(authority)) does not begin with https://"
            )
        }
    }
}
