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
    /// What one of the official module's own cmdlets asks for, which the emulator lacks.
    case entities(cmdlet: String)
    /// Something else that the service has and the emulator lacks.
    case other(String)

    private static let known: Set = [
        "$metadata", "mailbox", "recipient", "casmailbox", "mailboxstatistics", "user",
        "mobiledevice", "recipientpermission", "mailboxpermission", "organizationconfig", "accepteddomain",
        "mailboxfolderpermission", "distributiongroupmember", "dynamicdistributiongroupmember",
    ]

    /// The cmdlets of the official module that ask for entities, by a word of the address; the first that fits.
    private static let entityCmdlets: [(word: String, cmdlet: String)] = [
        ("mailboxfolderpermission", "Get-EXOMailboxFolderPermission"),
        ("getmailboxfolderstatistics", "Get-EXOMailboxFolderStatistics"),
        ("getmobiledevicestatistics", "Get-EXOMobileDeviceStatistics"),
        ("getmailboxstatistics", "Get-EXOMailboxStatistics"),
        ("mailboxpermission", "Get-EXOMailboxPermission"),
        ("recipientpermission", "Get-EXORecipientPermission"),
        ("casmailbox", "Get-EXOCASMailbox"),
        ("recipient", "Get-EXORecipient"),
        ("mailbox", "Get-EXOMailbox"),
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
        if isKnown, request.version != "v2.0", let cmdlet = Self.cmdlet(ofEntities: request) {
            self = .entities(cmdlet: cmdlet)
            return
        }
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
        case "$batch":
            self = .batch
            try Self.require("POST", request)
        case "exomodulefile":
            self = .moduleFile
            try Self.require("GET", request)
        case "exohelpfile":
            self = .helpFile
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

    /// The cmdlet whose client asks for the entities of an address, after the address and its options.
    private static func cmdlet(ofEntities request: ExchangeRequest) -> String? {
        let expanded = request.request.query.value(ignoringCase: "$expand") ?? ""
        // Keys are identities, which may be called anything.
        let words = (request.path.dropFirst(3) + [expanded]).map { word -> String in
            let operation = word.lowercased()
            return String(operation.prefix { $0 != "(" })
        }
        return entityCmdlets.first { entry in words.contains { $0.contains(entry.word) } }?.cmdlet
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
