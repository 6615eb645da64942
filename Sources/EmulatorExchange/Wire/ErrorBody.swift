import EmulatorCore
import ExoJSON

/// Error bodies in the shapes that the service was seen to use.
enum ErrorBody {
    private static let serviceException = "Microsoft.Exchange.Admin.OData.Core.ODataServiceException"
    /// What was seen without details: pages that cannot be had, and values that are not of their parameter's type.
    private static let withoutDetails: Set = ["System.Exception", AdminAPIError.transformationType]

    /// The whole body.
    static func document(_ error: AdminAPIError, shape: EmulatorSettings.ErrorShape) -> JSONValue {
        let outer =
            switch error.stage {
            case .cmdlet: "Error executing cmdlet"
            case .binding: "Invalid Operation"
            case .request: error.message
            }
        var inner: JSONObject = [
            "message": .string(outer), "type": .string(serviceException), "stacktrace": "",
        ]
        var body: JSONObject = ["code": .string(error.code), "message": .string(outer)]
        if error.stage == .request {
            inner["stacktrace"] = nil
        } else {
            let detail: JSONObject = [
                "code": error.stage == .cmdlet ? "Context" : "Client",
                "target": "",
                "message": .string(text(error, shape: shape)),
            ]
            if !withoutDetails.contains(error.exceptionType) { body["details"] = .array([.object(detail)]) }
            inner["internalexception"] = .object([
                "message": .string(error.message), "type": .string(error.exceptionType), "stacktrace": "",
            ])
        }
        body["innererror"] = .object(inner)
        if error.stage == .cmdlet || error.exceptionType == AdminAPIError.transformationType {
            body["adminapi.warnings@odata.type"] = "#Collection(String)"
            body["@adminapi.warnings"] = .array([])
        }
        return .object(["error": .object(body)])
    }

    /// The whole body where entities were asked for: the official module shows it as it is.
    static func ofEntities(_ error: AdminAPIError) -> JSONValue {
        guard error.stage != .request else { return document(error, shape: .identified) }
        let outer = JSONValue.string("Error executing request. \(error.message)")
        let exception: JSONValue = [
            "message": .string(error.message), "type": .string(error.exceptionType), "stacktrace": "",
        ]
        return [
            "error": [
                "code": .string(error.code),
                "message": outer,
                "details": [
                    [
                        "code": error.stage == .cmdlet ? "Context" : "Client", "target": "",
                        "message": .string(text(error, shape: .identified)),
                    ]
                ],
                "innererror": [
                    "message": outer, "type": .string(serviceException), "stacktrace": "",
                    "internalexception": exception,
                ],
            ]
        ]
    }

    /// The shape that a caller's headers ask for.
    static func shape(
        client: String?,
        moduleVersion: String?,
        forced: EmulatorSettings.ErrorShape
    ) -> EmulatorSettings.ErrorShape {
        guard forced == .automatic else { return forced }
        guard client?.lowercased() == "exomanagementmodule", let moduleVersion else { return .plain }
        let parts = moduleVersion.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
        return parts.lexicographicallyPrecedes([3, 2]) ? .identified : .document
    }

    private static func text(_ error: AdminAPIError, shape: EmulatorSettings.ErrorShape) -> String {
        if error.isBare, shape != .document { return "||\(error.message)" }
        switch shape {
        case .identified: return "\(error.identifier)|\(error.exceptionType)|\(error.message)"
        case .plain, .automatic: return "|\(error.exceptionType)|\(error.message)"
        case .document:
            // The form seen last has the first four; module scripts read the two others.
            let document: JSONObject = [
                "Message": .string(error.message), "TypeName": .string(error.exceptionType), "StackTrace": nil,
                "InnerError": nil, "ClassName": .string(error.exceptionType),
                "localizedString": ["stringId": .string(error.identifier)],
            ]
            return JSONValue.object(document).text()
        }
    }
}
