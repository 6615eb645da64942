internal import COpenSSL

extension PKCS12 {
    /// A file with authorities to trust and no key, as Java reads it (`javax.net.ssl.trustStore`).
    ///
    /// - Parameters:
    ///   - authorities: The certificates.
    ///   - password: Shows that the file is whole; the certificates are not encrypted, for they are no secret.
    /// - Returns: The file.
    /// - Throws: ``CryptoError``.
    package static func trustStore(of authorities: [Certificate], password: String) throws -> [UInt8] {
        try ErrorQueue.clear()
        var bags: OpaquePointer? = nil
        defer { unsafe exo_free_bags(bags) }
        for (index, authority) in authorities.enumerated() {
            guard let bag = unsafe PKCS12_add_cert(&bags, authority.handle.pointer) else {
                throw ErrorQueue.failure("a certificate cannot be put into a PKCS#12 file")
            }
            try ErrorQueue.require(
                unsafe PKCS12_add_friendlyname_utf8(bag, "authority-\(index)", -1),
                "a certificate in a PKCS#12 file cannot be named"
            )
            try ErrorQueue.require(unsafe exo_trust_for_java(bag), "a certificate in a PKCS#12 file cannot be trusted")
        }
        var safes: OpaquePointer? = nil
        defer { unsafe exo_free_safes(safes) }
        // -1: not encrypted.
        try ErrorQueue.require(unsafe PKCS12_add_safe(&safes, bags, -1, 0, nil), "a PKCS#12 file cannot be made")
        guard let file = unsafe PKCS12_add_safes(safes, 0) else {
            throw ErrorQueue.failure("a PKCS#12 file cannot be made")
        }
        defer { unsafe PKCS12_free(file) }
        try ErrorQueue.require(
            unsafe PKCS12_set_mac(file, password, -1, nil, 0, PKCS12_DEFAULT_ITER, EVP_sha256()),
            "a PKCS#12 file cannot be closed"
        )
        let bytes = try MemoryBIO()
        try ErrorQueue.require(unsafe i2d_PKCS12_bio(bytes.pointer, file), "a PKCS#12 file cannot be written")
        return bytes.bytes()
    }
}
