package import ExoJSON
package import HTTPServer

extension ServerResponse {
    /// A JSON document.
    ///
    /// - Parameters:
    ///   - value: The document.
    ///   - status: The status.
    ///   - headers: Fields besides the type.
    /// - Returns: The reply.
    package static func json(
        _ value: JSONValue,
        status: Int = 200,
        headers: [ServerRequest.Field] = []
    ) -> ServerResponse {
        ServerResponse(
            status: status,
            headers: [ServerRequest.Field("Content-Type", "application/json; charset=utf-8")] + headers,
            body: value.serialized()
        )
    }

    /// The first value of a header field, names compared without letter case.
    package func header(_ name: String) -> String? {
        headers.first { $0.isNamed(name) }?.value
    }
}
