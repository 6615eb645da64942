internal import ExoTransport

/// The question that a host is asked for a token.
struct ManagedIdentityRequest {
    let method: String
    let url: String
    var headers: HTTPHeaders
    let body: [UInt8]?

    /// Composes the question.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest` when the host cannot be asked for that identity, or its address
    ///   would carry a token in the clear.
    init(_ host: ManagedIdentityHost, _ identity: ManagedIdentity, resource: String) throws {
        var query = FormBody()
        switch host {
        case .instanceMetadata(let address):
            query.append("api-version", "2018-02-01")
            query.append("resource", resource)
            Self.append(identity, ("client_id", "object_id", "msi_res_id"), to: &query)
            self.init("GET", address + "/metadata/identity/oauth2/token", query, ["Metadata": "true"])
        case .appService(let endpoint, let header):
            query.append("api-version", "2019-08-01")
            query.append("resource", resource)
            Self.append(identity, ("client_id", "object_id", "mi_res_id"), to: &query)
            self.init("GET", endpoint, query, ["X-IDENTITY-HEADER": header.text])
        case .machineLearning(let endpoint, let secret, let clientID):
            query.append("api-version", "2017-09-01")
            query.append("resource", resource)
            switch identity {
            case .system: if let clientID { query.append("clientid", clientID) }
            default: Self.append(identity, ("clientid", "object_id", "mi_res_id"), to: &query)
            }
            self.init("GET", endpoint, query, ["secret": secret.text])
        case .arc(let endpoint, _):
            query.append("api-version", "2020-06-01")
            query.append("resource", resource)
            // An agent that knows its machine's own identity alone refuses the others.
            Self.append(identity, ("client_id", "object_id", "msi_res_id"), to: &query)
            self.init("GET", endpoint, query, ["Metadata": "true"])
        case .cloudShell(let endpoint):
            guard identity == .system else {
                throw TokenError(
                    code: .invalidRequest,
                    message: "Cloud Shell gives tokens of the person who opened it and of no named identity",
                    repair: "name no identity, or another way to sign in"
                )
            }
            query.append("resource", resource)
            self.init(
                "POST",
                endpoint,
                headers: ["Metadata": "true", "Content-Type": "application/x-www-form-urlencoded"],
                body: query.bytes
            )
        }
        try Self.requireLocal(url)
    }

    private init(_ method: String, _ address: String, _ query: FormBody, _ headers: HTTPHeaders) {
        let question = String(decoding: query.bytes, as: UTF8.self)
        self.init(method, address + (address.contains("?") ? "&" : "?") + question, headers: headers, body: nil)
    }

    private init(_ method: String, _ url: String, headers: HTTPHeaders, body: [UInt8]?) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    private static func append(
        _ identity: ManagedIdentity,
        _ names: (clientID: String, objectID: String, resourceID: String),
        to query: inout FormBody
    ) {
        switch identity {
        case .system: break
        case .clientID(let id): query.append(names.clientID, id)
        case .objectID(let id): query.append(names.objectID, id)
        case .resourceID(let id): query.append(names.resourceID, id)
        }
    }

    /// Refuses plain HTTP to any address that is not this machine's or its own network link's.
    private static func requireLocal(_ address: String) throws {
        let url: HTTPURL
        do { url = try HTTPURL(address) } catch let error as TransportError where error.code == .invalidRequest {
            throw TokenError(
                code: .invalidRequest,
                message: "the address of the managed identity's endpoint is no URL",
                cause: error
            )
        }
        guard url.scheme == "https" || isLocal(url.host) else {
            throw TokenError(
                code: .invalidRequest,
                message:
                    "the managed identity's endpoint \(url.host) is asked over plain HTTP and is not on this machine"
            )
        }
    }

    private static func isLocal(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        if numbers.count == 4, !numbers.contains(nil) {
            return numbers[0] == 127 || numbers[0] == 169 && numbers[1] == 254
        }
        return host == "localhost" || host == "[::1]" || host.hasPrefix("[fe80:")
    }
}
