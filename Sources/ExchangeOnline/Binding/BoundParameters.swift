internal import ExoCrypto
internal import ExoJSON

/// The parameters of a request as they travel, annotations included; secrets are still to be encrypted.
struct BoundParameters: Sendable {
    private(set) var object = JSONObject()
    private(set) var secrets: [(name: String, secret: SecretBytes)] = []

    /// Why the service will hardly take some of the values.
    var doubts: [BindingError] = []

    /// Whether a key is needed.
    var holdsSecrets: Bool { !secrets.isEmpty }

    /// A parameter by its name as the service spells it, or what stands beside it.
    subscript(name: String) -> JSONValue? {
        get { object[name] }
        set { object[name] = newValue }
    }

    /// Takes a secret; until it is encrypted its place holds an empty text.
    mutating func set(_ name: String, to secret: SecretBytes) {
        object[name] = ""
        // An empty secret travels as it is.
        if secret.count > 0 { secrets.append((name, secret)) }
    }

    /// The parameters with their secrets encrypted as the service wants them: RSA with PKCS#1 v1.5 padding, in base64.
    ///
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when a secret is longer than the key can take.
    func encrypted(for key: RSAPublicKey) throws -> JSONObject {
        var object = object
        for (name, secret) in secrets {
            let limit = key.modulus.count - 11
            guard secret.count <= limit else {
                throw ExchangeError(
                    code: .invalidRequest,
                    message: "the secret for \(name) is \(secret.count) bytes long; the service's key takes \(limit)"
                )
            }
            do {
                // The copy for the C library lives for this call; the owner's bytes are wiped with the cmdlet.
                let bytes = secret.withBytes { span in span.indices.map { span[$0] } }
                object[name] = .string(Base64.encode(try key.encryptPKCS1(bytes)))
            } catch let error as CryptoError {
                throw ExchangeError(
                    code: .invalidRequest,
                    message: "the secret for \(name) cannot be encrypted",
                    cause: error
                )
            }
        }
        return object
    }
}
