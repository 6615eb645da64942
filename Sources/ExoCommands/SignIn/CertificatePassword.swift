/// Whether a certificate's file is locked.
enum CertificatePassword {
    /// Whether a password is needed to open it; one that cannot be read says so when it is opened.
    static func isNeeded(_ file: String) throws -> Bool {
        guard let bytes = try PrivateFile.read(file, what: "the certificate", privacy: .notWorldReadable) else {
            return false
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return !text.contains("-----BEGIN ") || text.contains("ENCRYPTED")
    }
}
