import EmulatorCore
import ExoCrypto

/// The key under which clients encrypt passwords among the parameters of a cmdlet (RSA with PKCS#1 v1.5 padding).
struct ParameterKey: Sendable {
    private let key: RSAPrivateKey

    /// Takes the store's key, and makes one when it is asked for the first time.
    ///
    /// - Throws: `DatabaseError`, `CryptoError`.
    init(_ store: Store) throws {
        if let pem = try Self.pem(in: store) {
            key = try RSAPrivateKey(pem: pem.utf8)
            return
        }
        let made = try RSAPrivateKey.generate(bits: 2048)
        let pem = try made.pem
        try store.write { connection in
            _ = try connection.execute("INSERT OR IGNORE INTO exchange_parameter_key VALUES (1, ?)", [pem])
        }
        // Somebody else may have been faster.
        key = try Self.pem(in: store).map { try RSAPrivateKey(pem: $0.utf8) } ?? made
    }

    /// Base64 of the public key in .NET's XML form.
    var published: String {
        get throws {
            let numbers = try key.publicKey
            let xml =
                "<RSAKeyValue><Modulus>\(Base64.encode(numbers.modulus))</Modulus>"
                + "<Exponent>\(Base64.encode(numbers.exponent))</Exponent></RSAKeyValue>"
            return Base64.encode(Array(xml.utf8))
        }
    }

    /// The clear bytes of a secret, `nil` when it was not encrypted under this key.
    func open(_ secret: String) -> [UInt8]? {
        guard let bytes = Base64.decode(secret) else { return nil }
        do {
            return try key.decryptPKCS1(bytes)
        } catch {
            return nil
        }
    }

    private static func pem(in store: Store) throws -> String? {
        try store.read { try $0.first("SELECT private_key_pem FROM exchange_parameter_key") { try $0.text() } }
    }
}
