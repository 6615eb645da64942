extension HTTPHeaders {
    /// Refuses what would break out of its line (RFC 9110, section 5.5).
    ///
    /// - Throws: ``TransportError`` `invalidRequest`; the message names the field and never its value.
    func check() throws {
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isToken) else {
                throw TransportError(code: .invalidRequest, message: "a header's name is not a token")
            }
            guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw TransportError(
                    code: .invalidRequest,
                    message: "the header \(field.name) holds a line break or another control character"
                )
            }
        }
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
