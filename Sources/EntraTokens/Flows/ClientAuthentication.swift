/// How a confidential client proves to an authority that it is itself (RFC 6749, section 2.3; RFC 7523, section 2.2).
public protocol ClientAuthentication: Sendable {
    /// The form fields that prove it, made anew for each request.
    ///
    /// - Parameter request: Who proves itself, and before whom.
    /// - Returns: The fields.
    /// - Throws: ``TokenError`` when there is no proof to be had, or `CancellationError`.
    func fields(for request: AuthenticationRequest) async throws -> [FormField]
}

/// A field of a form whose value is a secret.
public struct FormField: Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: ClientSecret

    /// Makes a field.
    public init(_ name: String, _ value: ClientSecret) {
        self.name = name
        self.value = value
    }

    /// The fields of a client that proves itself by an assertion (RFC 7523, section 2.2).
    static func assertion(_ assertion: ClientSecret) -> [FormField] {
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return [
            FormField("client_assertion_type", ClientSecret(kind.utf8)),
            FormField("client_assertion", assertion),
        ]
    }
}

extension ClientSecret: ClientAuthentication {
    /// The secret itself (`client_secret_post`).
    public func fields(for request: AuthenticationRequest) async throws -> [FormField] {
        [FormField("client_secret", self)]
    }
}
