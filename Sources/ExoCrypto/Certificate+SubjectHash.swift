internal import COpenSSL

extension Certificate {
    /// Eight digits under which OpenSSL looks for an authority in a folder (`SSL_CERT_DIR`), followed there by `.0`.
    package var subjectHash: String {
        let digits = String(unsafe X509_subject_name_hash(handle.pointer) & 0xFFFF_FFFF, radix: 16)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
