import ExoJSON
import HTTPServer

/// What the body of InvokeCommand asks for: a cmdlet and its parameters as they were sent.
struct CmdletInput: Sendable, Equatable {
    var name: String
    var parameters: JSONObject

    init(name: String, parameters: JSONObject) {
        self.name = name
        self.parameters = parameters
    }

    /// Reads the body of a request.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 or 415.
    init(_ request: ServerRequest) throws {
        let body = try JSONBody.value(of: request)
        guard let input = body["CmdletInput"]?.objectValue, let name = input["CmdletName"]?.stringValue, !name.isEmpty
        else {
            throw AdminAPIError.malformedRequest(
                "The body must be {\"CmdletInput\":{\"CmdletName\":…,\"Parameters\":{…}}}."
            )
        }
        switch input["Parameters"] {
        case nil, .null?: self.init(name: name, parameters: JSONObject())
        case .object(let parameters)?: self.init(name: name, parameters: parameters)
        default: throw AdminAPIError.malformedRequest("Parameters must be an object.")
        }
    }

    /// Whether warnings are not wanted: the header decides, which every client of the service's own sends, else the common
    /// parameter, which it is made of.
    func silencesWarnings(header: String?) -> Bool {
        let parameter = parameters.value(ignoringCase: "WarningAction")?.stringValue
        let action = header.flatMap { $0.isEmpty ? nil : $0 } ?? parameter ?? ""
        return ["silentlycontinue", "ignore"].contains(action.lowercased())
    }
}
