import EmulatorCore
import HTTPServer

/// What the admin API is asked for.
enum AdminRoute: Sendable, Equatable {
    case invokeCommand
    case moduleFile
    case banner
    case ping
    /// Something that the service has and the emulator lacks.
    case other(String)

    private static let known: Set = [
        "$metadata", "$batch", "exohelpfile", "mailbox", "recipient", "casmailbox", "mailboxstatistics", "user",
        "mobiledevice", "recipientpermission", "mailboxpermission", "organizationconfig", "accepteddomain",
        "mailboxfolderpermission", "distributiongroupmember", "dynamicdistributiongroupmember",
    ]

    /// Finds the route of a request; the fixed parts of a path are compared without letter case.
    ///
    /// - Throws: ``AdminAPIError`` with status 404 or 405.
    init(_ request: ExchangeRequest) throws {
        guard ["beta", "v1.0", "v2.0"].contains(request.version), !request.tenant.isEmpty else {
            throw Self.unknown(request.path.dropFirst().first ?? "")
        }
        let rest = request.path.dropFirst(3)
        guard let segment = rest.first, !segment.isEmpty else {
            self = .other("the service document")
            return
        }
        let isKnown = Self.known.contains(String(request.operation.prefix { $0 != "(" }))
        guard rest.count == 1, request.version != "v2.0" else {
            guard isKnown else { throw Self.unknown(segment) }
            self = .other("/\(request.version)/{tenant}/\(rest.joined(separator: "/"))")
            return
        }
        switch request.operation {
        case "invokecommand":
            self = .invokeCommand
            // A next link fetched with GET is judged where the page is looked for.
            if request.skipToken == nil { try Self.require("POST", request) }
        case "exomodulefile":
            self = .moduleFile
            try Self.require("GET", request)
        case "exobanner('autogensession')":
            self = .banner
            try Self.require("GET", request)
        case "basicinfo('adminapistate')":
            self = .ping
            try Self.require("GET", request)
        default:
            guard isKnown else { throw Self.unknown(segment) }
            self = .other(segment)
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

    private static func unknown(_ segment: String) -> AdminAPIError {
        AdminAPIError(
            status: 404,
            code: "NotFound",
            stage: .request,
            exceptionType: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            message: "Resource not found for the segment '\(segment)'."
        )
    }
}
