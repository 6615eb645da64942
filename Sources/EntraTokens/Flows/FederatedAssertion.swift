/// Another issuer's token by which an application proves itself (workload identity federation).
///
/// It is got anew for each request to the authority, since most live for minutes.
public struct FederatedAssertion: ClientAuthentication {
    private let get: @Sendable (AuthenticationRequest) async throws -> [UInt8]
    private let origin: String

    /// An assertion that a program gets in its own way.
    ///
    /// - Parameters:
    ///   - origin: Where it comes from, for messages.
    ///   - get: Gets it, as text in UTF-8.
    public init(from origin: String = "the assertion", _ get: @escaping @Sendable () async throws -> [UInt8]) {
        self.init(origin: origin) { _ in try await get() }
    }

    init(origin: String, get: @escaping @Sendable (AuthenticationRequest) async throws -> [UInt8]) {
        self.origin = origin
        self.get = get
    }

    /// What the tokens that prove an application have to be for (`aud`), in a cloud.
    public static func audience(in cloud: Cloud) -> String {
        switch cloud.name {
        case "gcc-high", "dod": "api://AzureADTokenExchangeUSGov"
        case "china": "api://AzureADTokenExchangeChina"
        default: "api://AzureADTokenExchange"
        }
    }

    /// The assertion of this moment.
    public func fields(for request: AuthenticationRequest) async throws -> [FormField] {
        let bytes = try await get(request)
        return FormField.assertion(ClientSecret(try checked(bytes[...])))
    }

    /// The text without white space around it, if it can be a signed token.
    private func checked(_ bytes: ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first <= 0x20 { bytes = bytes.dropFirst() }
        while let last = bytes.last, last <= 0x20 { bytes = bytes.dropLast() }
        guard !bytes.isEmpty else {
            throw TokenError(
                code: .unusableCredential,
                message: "\(origin) is empty where another issuer's token is wanted"
            )
        }
        guard bytes.count <= AccessToken.longestText,
            bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(\.isEmpty)
                == [false, false, false],
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw TokenError(
                code: .unusableCredential,
                message: "\(origin) is no signed token: three parts with dots between them"
            )
        }
        return bytes
    }
}
