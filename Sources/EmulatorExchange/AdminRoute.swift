import CmdletCatalogue
import EmulatorCore
import HTTPServer

/// What the admin API is asked for.
enum AdminRoute: Sendable, Equatable {
    case invokeCommand
    /// Several calls in one request.
    case batch
    case moduleFile
    case helpFile
    case banner
    case ping
    /// Entities, and functions that return such.
    case entities(EntityRoute)
    /// What entities there are.
    case serviceDocument
    /// The description of the entities.
    case metadata
    /// An endpoint of Admin API v2.0.
    case endpoint(AdminEndpoint)
    /// Something else that the service has and the emulator lacks.
    case other(String)

    /// Finds the route of a request; the fixed parts of a path are compared without letter case.
    ///
    /// - Throws: ``AdminAPIError`` with status 400, 404 or 405.
    init(_ request: ExchangeRequest) throws {
        guard ["beta", "v1.0", "v2.0"].contains(request.version), !request.tenant.isEmpty else {
            throw Self.unknown(request.path.dropFirst().first ?? "")
        }
        if request.path.count == 4, request.operation == "invokecommand", request.version != "v2.0" {
            // What nearly every request asks for.
            self = .invokeCommand
        } else {
            let path = try ODataPath(parsing: request.resource)
            self = try request.version == "v2.0" ? .init(endpoint: path) : .init(path)
        }
        switch self {
        // A next link fetched with GET is judged where the page is looked for.
        case .invokeCommand, .endpoint: if request.skipToken == nil { try Self.require("POST", request) }
        case .batch: try Self.require("POST", request)
        // Which methods entities take is told with the name of their cmdlet.
        case .entities, .other: break
        default: try Self.require("GET", request)
        }
    }

    private init(endpoint path: ODataPath) throws {
        guard let first = path.segments.first else {
            self = .other("the service document of v2.0")
            return
        }
        guard path.segments.count == 1, first.arguments == nil, let endpoint = AdminEndpoint.named(first.name) else {
            throw Self.unknown(first.name)
        }
        self = .endpoint(endpoint)
    }

    private init(_ path: ODataPath) throws {
        guard let first = path.segments.first else {
            self = .serviceDocument
            return
        }
        switch (first.word, first.key?.lowercased(), path.segments.count) {
        case ("invokecommand", nil, 1): self = .invokeCommand
        case ("$batch", nil, 1): self = .batch
        case ("$metadata", nil, 1): self = .metadata
        case ("exomodulefile", nil, 1): self = .moduleFile
        case ("exohelpfile", nil, 1): self = .helpFile
        case ("exobanner", "autogensession"?, 1): self = .banner
        case ("basicinfo", "adminapistate"?, 1): self = .ping
        default:
            if let entities = EntityRoute(path) {
                self = .entities(entities)
            } else if EntitySet.named(first.name) != nil || CmdletCatalogue.edmImports.contains(named: first.name) {
                self = .other("/\(path.segments.map(\.name).joined(separator: "/"))")
            } else {
                throw Self.unknown(first.name)
            }
        }
    }

    private static func require(_ method: String, _ request: ExchangeRequest) throws {
        guard request.request.method != method else { return }
        throw wrongMethod(request.request.method, allowed: method)
    }

    static func wrongMethod(_ method: String, allowed: String) -> AdminAPIError {
        AdminAPIError(
            status: 405,
            code: "MethodNotAllowed",
            stage: .request,
            exceptionType: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            message: "The method \(method) is not allowed here.",
            targetType: allowed
        )
    }

    static func unknown(_ segment: String) -> AdminAPIError {
        AdminAPIError(
            status: 404,
            code: "NotFound",
            stage: .request,
            exceptionType: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            message: "Resource not found for the segment '\(segment)'."
        )
    }
}

extension [FactValue.Member] {
    fileprivate func contains(named name: String) -> Bool { contains { $0.name.lowercased() == name.lowercased() } }
}
