internal import COpenSSL

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Fills in and signs a certificate.
struct CertificateBuilder {
    var commonName: String
    /// The key it vouches for; of a private one the public half is taken.
    var key: KeyHandle
    var notBefore: Date
    var notAfter: Date
    var isAuthority = false
    /// DNS names and IP addresses.
    var hosts: [String] = []
    /// The extended usages, by OpenSSL's names.
    var usages: String?

    /// The certificate, signed by `signer` in the name of `issuer`, or in its own name.
    func signed(by signer: KeyHandle, issuer: Certificate? = nil) throws -> Certificate {
        try ErrorQueue.clear()
        guard (1...64).contains(commonName.unicodeScalars.count) else {
            throw CryptoError(code: .invalidArgument, message: "a common name has 1 to 64 characters")
        }
        guard notBefore < notAfter else {
            throw CryptoError(code: .invalidArgument, message: "a certificate must end after it begins")
        }
        let certificate = try CertificateHandle()
        let pointer = unsafe certificate.pointer
        try ErrorQueue.require(unsafe X509_set_version(pointer, 2), "the version cannot be set")
        try setSerialNumber(certificate)
        try unsafe setTime(X509_getm_notBefore(pointer), notBefore)
        try unsafe setTime(X509_getm_notAfter(pointer), notAfter)
        try ErrorQueue.require(unsafe X509_set_pubkey(pointer, key.pointer), "the key cannot be set")
        let name = Array(commonName.utf8)
        try ErrorQueue.require(
            unsafe exo_add_common_name(X509_get_subject_name(pointer), name, Int32(name.count)),
            "the name cannot be set"
        )
        let issuing = issuer?.handle ?? certificate
        try ErrorQueue.require(
            unsafe X509_set_issuer_name(pointer, X509_get_subject_name(issuing.pointer)),
            "the issuer cannot be set"
        )
        for (kind, value) in try extensions() {
            try ErrorQueue.require(
                unsafe exo_add_extension(pointer, issuing.pointer, kind, value),
                "an extension cannot be set"
            )
        }
        guard unsafe X509_sign(pointer, signer.pointer, EVP_sha256()) > 0 else {
            throw ErrorQueue.failure("the certificate cannot be signed")
        }
        return try Certificate(handle: certificate)
    }

    private func extensions() throws -> [(kind: Int32, value: String)] {
        let serverUse = key.isRSA ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature"
        var list: [(Int32, String)] = [
            (NID_basic_constraints, isAuthority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE"),
            (NID_key_usage, isAuthority ? "critical,keyCertSign,cRLSign" : serverUse),
            (NID_subject_key_identifier, "hash"),
            (NID_authority_key_identifier, "keyid"),
        ]
        if let usages { list.append((NID_ext_key_usage, usages)) }
        if !hosts.isEmpty {
            list.append((NID_subject_alt_name, try hosts.map(Self.alternativeName).joined(separator: ",")))
        }
        return list
    }

    /// A host in OpenSSL's spelling; refused when it could be read as anything but one name or address.
    static func alternativeName(_ host: String) throws -> String {
        if let address = unsafe a2i_IPADDRESS(host) {
            unsafe ASN1_OCTET_STRING_free(address)
            return "IP:\(host)"
        }
        _ = ErrorQueue.drain()
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"):
                true
            default: false
            }
        }
        guard isName, (1...253).contains(host.utf8.count) else {
            throw CryptoError(code: .invalidArgument, message: "'\(host)' is neither a DNS name nor an IP address")
        }
        return "DNS:\(host)"
    }

    private func setSerialNumber(_ certificate: CertificateHandle) throws {
        var bytes = try RandomBytes.make(16)
        bytes[0] = bytes[0] & 0x7F | 0x40
        let number = unsafe BN_bin2bn(bytes, Int32(bytes.count), nil)
        defer { unsafe BN_free(number) }
        guard unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.pointer)) != nil else {
            throw ErrorQueue.failure("the serial number cannot be set")
        }
    }

    private func setTime(_ time: UnsafeMutablePointer<ASN1_TIME>?, _ date: Date) throws {
        guard unsafe ASN1_TIME_set(time, Int(date.timeIntervalSince1970.rounded(.down))) != nil else {
            throw ErrorQueue.failure("the certificate's dates cannot be set", code: .invalidArgument)
        }
    }
}
