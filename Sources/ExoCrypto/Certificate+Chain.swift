internal import COpenSSL

extension Certificate {
    /// Reads every certificate of a PEM text, in order; whatever else it holds is skipped.
    ///
    /// - Throws: ``CryptoError`` with code `malformed`, also when there is none.
    package static func all(pem: some Collection<UInt8>) throws -> [Certificate] {
        try ErrorQueue.clear()
        let text = try MemoryBIO(Array(pem))
        var found: [Certificate] = []
        while let read = unsafe exo_read_certificate(text.pointer) {
            found.append(try Certificate(handle: unsafe CertificateHandle(owning: read)))
        }
        let last = ERR_peek_last_error()
        let isAtEnd = ERR_GET_REASON(last) == PEM_R_NO_START_LINE
        guard isAtEnd, !found.isEmpty else {
            throw ErrorQueue.failure(
                found.isEmpty
                    ? "the text holds no certificate in PEM form" : "certificate \(found.count + 1) cannot be read",
                code: .malformed
            )
        }
        _ = ErrorQueue.drain()
        return found
    }

    /// The certificate of a key with those that vouch for it, each before its issuer's.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - certificates: Certificates in any order.
    /// - Returns: The chain, as far as it is there; empty where no certificate is the key's.
    /// - Throws: ``CryptoError`` when a certificate cannot be read.
    package static func chain(of key: RSAPublicKey, from certificates: [Certificate]) throws -> [Certificate] {
        // A certificate of another kind of key is somebody else's.
        let own = certificates.first { certificate in
            do { return try certificate.publicKey == key } catch { return false }
        }
        guard let own else { return [] }
        var chain = [own]
        while let last = chain.last, chain.count < certificates.count, try last.subject != last.issuer {
            let issuer = try last.issuer
            let next = try certificates.first { candidate in
                try candidate.subject == issuer && !chain.contains { $0.der == candidate.der }
            }
            guard let next else { break }
            chain.append(next)
        }
        return chain
    }
}
