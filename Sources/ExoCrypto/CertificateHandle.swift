internal import COpenSSL

/// Owns one certificate of OpenSSL.
@safe final class CertificateHandle: @unchecked Sendable {
    // Changed by the builder alone, before it is handed on; read by any thread from then on.
    let pointer: OpaquePointer

    /// Takes over a certificate.
    init(owning certificate: OpaquePointer) { unsafe pointer = certificate }

    /// Makes an empty one to be filled in.
    init() throws {
        guard let made = unsafe X509_new() else { throw ErrorQueue.failure("no memory for a certificate") }
        unsafe pointer = made
    }

    deinit { unsafe X509_free(pointer) }
}
