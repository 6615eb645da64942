import EmulatorCore
import ExoJSON

/// A refusal in the service's own words, with everything its error bodies tell.
struct AdminAPIError: Error, Sendable {
    /// Whether the cmdlet ran and failed, or never ran.
    enum Stage: Sendable {
        case cmdlet
        case binding
        /// Neither: the request was refused by itself and carries no details.
        case request
    }

    var status: Int
    /// The word for the status: `BadRequest`.
    var code: String
    var stage: Stage
    /// The full name of the exception's type.
    var exceptionType: String
    var message: String
    /// What kind of object it was about, for the header that names it.
    var targetType: String?
    /// The name of the message where it is known, `nil` where the name follows from the type.
    var messageName: String?
    /// Whether the refusal's text is without the names of type and message, which the headers have all the same.
    var isBare = false

    init(
        status: Int = 400,
        code: String = "BadRequest",
        stage: Stage = .cmdlet,
        exceptionType: String,
        message: String,
        targetType: String? = nil
    ) {
        self.status = status
        self.code = code
        self.stage = stage
        self.exceptionType = exceptionType
        self.message = message
        self.targetType = targetType
    }

    /// The last part of the exception's name.
    var exceptionName: String { String(exceptionType.split(separator: ".").last ?? "Exception") }

    /// The stable name of the message, as `Ex6F9304`.
    var identifier: String {
        if let messageName { return messageName }
        if exceptionType == Self.notFoundType { return "Ex6F9304" }
        return "Ex" + StableIdentifier.digits(exceptionType).prefix(6).uppercased()
    }

    static let notFoundType = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException"
    static let transformationType =
        "Microsoft.Exchange.AdminApi.CommandInvocation.ParameterTransformationException"

    // MARK: The refusals that many places need

    static func notFound(_ identity: String, noun: String) -> AdminAPIError {
        AdminAPIError(
            status: 404,
            code: "NotFound",
            exceptionType: notFoundType,
            message: "The operation couldn't be performed because object '\(identity)' couldn't be found on "
                + "'\(TenantNames.domainController)'.",
            targetType: noun
        )
    }

    /// A recipient that another parameter than the identity names.
    static func unknownReference(_ identity: String) -> AdminAPIError {
        var error = AdminAPIError(
            status: 404,
            code: "NotFound",
            exceptionType: notFoundType,
            message:
                "Couldn't find object \"\(identity)\". Please make sure that it was spelled correctly or specify a "
                + "different object.",
            targetType: "Recipient"
        )
        error.messageName = "Ex94914C"
        return error
    }

    /// What a recipient is or has forbids a change; the texts are the emulator's own where none was recorded.
    static func recipientTask(_ message: String, targetType: String? = nil) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.Tasks.RecipientTaskException",
            message: message,
            targetType: targetType
        )
    }

    /// A recipient of whom a group of Microsoft 365 takes none, in the words that the service was seen to use.
    static func noUser(_ identity: String) -> AdminAPIError {
        var error = AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.Tasks.MailboxUserNotFoundException",
            message: "The user couldn't be found for mailbox Identity:'\(identity)' isn't a mailbox user.."
        )
        error.isBare = true
        return error
    }

    static func ambiguous(_ identity: String, noun: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Configuration.Tasks.ManagementObjectAmbiguousException",
            message: "The operation couldn't be performed because '\(identity)' matches multiple entries.",
            targetType: noun
        )
    }

    static func unknownParameters(_ names: [String]) -> AdminAPIError {
        AdminAPIError(
            stage: .binding,
            exceptionType: "Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException",
            message: "Parameter set cannot be resolved using the specified named parameters. "
                + "Invalid cmdlet parameters specified. \(names.joined(separator: ", "))"
        )
    }

    static func parameterSet() -> AdminAPIError {
        AdminAPIError(
            stage: .binding,
            exceptionType: "Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException",
            message: "Parameter set cannot be resolved using the specified named parameters. One or more parameters "
                + "issued cannot be used together or an insufficient number of parameters were provided."
        )
    }

    static func missingParameters(_ names: [String]) -> AdminAPIError {
        AdminAPIError(
            stage: .binding,
            exceptionType: "System.Management.Automation.ParameterBindingException",
            message: "Cannot process command because of one or more missing mandatory parameters: "
                + "\(names.joined(separator: " "))."
        )
    }

    /// A value that is not of its parameter's type.
    static func transformation(parameter: String, reason: String) -> AdminAPIError {
        AdminAPIError(
            stage: .binding,
            exceptionType: transformationType,
            message: "Cannot process argument transformation on parameter '\(parameter)'. \(reason)"
        )
    }

    static func malformedRequest(_ message: String) -> AdminAPIError {
        AdminAPIError(
            stage: .binding,
            exceptionType: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            message: message
        )
    }

    static func filter(_ message: String, parameter: String = "Filter") -> AdminAPIError {
        AdminAPIError(
            exceptionType: "System.Management.Automation.ParameterBindingException",
            message:
                "Cannot bind parameter '\(parameter)' to the target. Exception setting \"\(parameter)\": \"\(message)\""
        )
    }

    /// The directory refused what Exchange wanted to pass on to it.
    static func directory(_ message: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.Tasks.UnableToWriteToAadException",
            message: "A Microsoft Entra ID call was made to keep object in sync between Microsoft Entra ID and "
                + "Exchange Online. However, it failed. Detailed error message: \(message)"
        )
    }

    /// What Security & Compliance says to a token that it cannot parse; its words are a guess.
    static func unreadableToken() -> AdminAPIError {
        AdminAPIError(
            status: 500,
            code: "InternalServerError",
            stage: .request,
            exceptionType: "System.Exception",
            message: "An error has occurred."
        )
    }

    /// The store's keys let through less than the rules above them.
    static func conflict() -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
            message: "Another object has one of these values already."
        )
    }

    static func invalidPage() -> AdminAPIError {
        AdminAPIError(
            stage: .binding,
            exceptionType: "System.Exception",
            message: "Expired or Invalid pagination request. Default Expiry time is 00:30:00"
        )
    }

    static func notAllowed(_ cmdlet: String) -> AdminAPIError {
        AdminAPIError(
            status: 403,
            code: "Forbidden",
            stage: .request,
            exceptionType: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            message: "User is not allowed to call \(cmdlet)"
        )
    }

    /// - Parameters:
    ///   - what: What was asked for.
    ///   - stage: Where it ended: a cmdlet's refusal has the details of which the official module makes an error.
    /// - Returns: The refusal, with status 501.
    static func notEmulated(_ what: String, stage: Stage = .request) -> AdminAPIError {
        AdminAPIError(
            status: 501,
            code: "NotImplemented",
            stage: stage,
            exceptionType: "System.NotImplementedException",
            message:
                "The emulator does not emulate \(what); the real service has it. 'exo-emulator cmdlets' lists what is emulated."
        )
    }
}
