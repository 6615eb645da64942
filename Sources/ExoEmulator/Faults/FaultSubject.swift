import EmulatorCore
import EmulatorExchange
import ExoJSON
import HTTPServer

/// What a request is about, found out no further than faults ask; it belongs to the thread of its request.
final class FaultSubject {
    let request: ServerRequest
    let path: [String]
    /// Whether it is a call of a batch, and no request of its own.
    let isPart: Bool
    private let directory: Directory

    init(_ request: ServerRequest, directory: Directory, isPart: Bool = false) {
        self.request = request
        self.isPart = isPart
        self.directory = directory
        path = request.pathSegments
    }

    private(set) lazy var target = request.target.lowercased()
    private(set) lazy var service: FaultService = {
        let service = FaultService(request, path: path)
        // Called by the emulator's own name, the service is the one that the token is for.
        let isCompliance = claims?["aud"]?.stringValue?.contains("compliance.protection.") == true
        return service == .exchange && isCompliance ? .compliance : service
    }()

    private var operation: String { path.count > 3 ? path[3].lowercased() : "" }
    /// Whether its calls are answered each for itself.
    var isBatch: Bool { isExchange && operation == "$batch" }
    private var isExchange: Bool { [.exchange, .compliance].contains(service) }

    /// The cmdlets that are called, in small letters: of a batch each one.
    private(set) lazy var cmdlets: [String] = {
        guard isExchange else { return [] }
        if let name = ExchangeService.cmdlet(ofEntities: request) { return [name.lowercased()] }
        let body = try? JSONValue(parsing: request.body)
        let calls = operation == "$batch" ? body?["requests"]?.arrayValue?.compactMap { $0["body"] } ?? [] : [body]
        let named = calls.compactMap { $0?["CmdletInput"]?["CmdletName"]?.stringValue?.lowercased() }
        // The field says what the client thinks that it calls; what runs is in the body.
        guard named.isEmpty, operation != "$batch", let name = request.header("X-CmdletName") else { return named }
        return [name.lowercased()]
    }()

    /// Whether it asks for a further page of a listing.
    private(set) lazy var isNextPage = request.query.value(ignoringCase: "$skiptoken") != nil

    private lazy var claims: JSONObject? = {
        guard let authorization = request.header("Authorization"), authorization.lowercased().hasPrefix("bearer ")
        else { return nil }
        // What the token says is enough to choose it by: whether it is good, the service decides.
        return JSONWebToken(String(authorization.dropFirst("bearer ".count)))?.claims
    }()

    private lazy var form = request.form

    /// The id of the tenant, when it is one of the emulator's.
    private(set) lazy var tenantID: String? = {
        let name: String? =
            switch service {
            case .exchange, .compliance: path.count > 2 ? path[2] : nil
            case .signIn: path.first
            default: claims?["tid"]?.stringValue
            }
        guard let name else { return nil }
        return (try? directory.tenant(matching: name))?.id
    }()

    /// Everything by which the caller is called, in small letters.
    private(set) lazy var callers: Set<String> = {
        var names = ["upn", "oid", "appid", "azp"].compactMap { claims?[$0]?.stringValue }
        if service == .signIn {
            names += ["client_id", "username", "login", "login_hint"].compactMap { form[$0] ?? request.query[$0] }
        }
        return Set(names.map { $0.lowercased() })
    }()

    /// Whether it may change what is stored, as its form tells.
    private(set) lazy var isChange: Bool = {
        guard !["GET", "HEAD", "OPTIONS"].contains(request.method) else { return false }
        guard isExchange else { return true }
        return cmdlets.contains { !$0.hasPrefix("get-") && !$0.hasPrefix("test-") && !$0.hasPrefix("search-") }
    }()
}
