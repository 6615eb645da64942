import EmulatorCore
import ExoJSON
import HTTPServer

/// The body of a request, which has to be JSON that says each thing once.
enum JSONBody {
    /// The greatest number of texts or objects in one list; numbers may be bytes of a file.
    static let longestList = 100_000

    private static let charsets: Set = ["utf-8", "utf8", "us-ascii"]

    /// Reads the body of a request.
    ///
    /// - Throws: ``AdminAPIError`` with status 400, or 415 for a body that says that it is something else.
    static func value(of request: ServerRequest) throws -> JSONValue {
        try checkType(request.header("Content-Type"))
        let body: JSONValue
        do {
            body = try JSONValue(parsing: request.body)
        } catch {
            throw AdminAPIError.malformedRequest("The request body is \(error).")
        }
        try check(body)
        return body
    }

    private static func checkType(_ header: String?) throws {
        // What nearly everybody says.
        guard let header, !header.isEmpty, header != "application/json" else { return }
        let parts = header.lowercased().split(separator: ";").map { $0.trimmingBlanks }
        guard let type = parts.first, type == "application/json" || type.hasSuffix("+json") || type == "text/json"
        else {
            throw unsupported("The media type of '\(header.prefix(100))' is not supported; send application/json.")
        }
        for part in parts.dropFirst() where part.hasPrefix("charset=") {
            let charset = part.dropFirst("charset=".count).filter { $0 != "\"" }
            guard charsets.contains(String(charset)) else {
                throw unsupported("The character set '\(charset.prefix(100))' is not supported; send UTF-8.")
            }
        }
    }

    private static func unsupported(_ message: String) -> AdminAPIError {
        AdminAPIError(
            status: 415,
            code: "UnsupportedMediaType",
            stage: .request,
            exceptionType: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            message: message
        )
    }

    /// Refuses what is said twice, and lists longer than anybody sends; the parser has refused what is too deep.
    private static func check(_ value: JSONValue) throws {
        switch value {
        case .object(let object):
            var names: Set<String> = []
            for member in object.members {
                guard names.insert(member.name).inserted else {
                    throw AdminAPIError.malformedRequest(
                        "Multiple properties with the name '\(member.name.prefix(100))' were detected in a JSON object."
                    )
                }
                try check(member.value)
            }
        case .array(let elements):
            var count = 0
            for element in elements {
                switch element {
                case .integer, .unsigned, .double: continue
                default: count += 1
                }
                guard count <= longestList else {
                    throw AdminAPIError.malformedRequest("A list has more than \(longestList) elements.")
                }
                try check(element)
            }
        default: break
        }
    }
}
