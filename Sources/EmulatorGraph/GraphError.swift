import EmulatorAdministration
import HTTPServer

/// Why a request to Graph was refused.
struct GraphError: Error, Sendable {
    var status: Int
    var code: String
    var message: String
    var details: [AdministrationError.Detail] = []
    var headers: [ServerRequest.Field] = []

    init(
        _ status: Int,
        _ code: String,
        _ message: String,
        details: [AdministrationError.Detail] = [],
        headers: [ServerRequest.Field] = []
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.headers = headers
    }

    init(_ error: AdministrationError) {
        self.init(error.status, error.code, error.message, details: error.details)
    }

    /// Nothing answers at a path.
    static func noResource(_ segment: String) -> Self {
        Self(400, "BadRequest", "Resource not found for the segment '\(segment.prefix(200))'.")
    }

    /// The service has it and the emulator does not.
    static func notEmulated(_ what: String) -> Self {
        Self(501, "NotImplemented", "The emulator does not have '\(what.prefix(200))' of Microsoft Graph.")
    }

    static func unsupportedQuery(_ message: String) -> Self { Self(400, "Request_UnsupportedQuery", message) }

    /// The query or the body cannot be read.
    static func badRequest(_ message: String) -> Self { Self(400, "BadRequest", message) }

    /// A value of the body cannot be taken.
    static func badValue(_ message: String) -> Self { Self(400, "Request_BadRequest", message) }

    static let insufficientPrivileges = Self(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation."
    )

    static let noMailbox = Self(
        404,
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
    )

    static let tooLong = Self(413, "RequestEntityTooLarge", "The request body is too large.")

    static let methodNotAllowed = Self(
        405,
        "Request_BadRequest",
        "Specified HTTP method is not allowed for the request target."
    )
}
