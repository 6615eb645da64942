/// A response with the address that it came from.
package struct ReceivedResponse: Sendable {
    /// The URL that the request was sent to; a transport follows no redirect, so the response is from there.
    package let url: String
    /// The response.
    package let response: HTTPResponse

    /// Makes one.
    package init(_ response: HTTPResponse, from url: String) {
        self.response = response
        self.url = url
    }

    /// The status code.
    package var status: Int { response.status }
    /// The header fields.
    package var headers: HTTPHeaders { response.headers }
    /// The body, still to be read.
    package var body: HTTPBody { response.body }
    /// The service's own id of the request.
    package var requestID: String? { headers["request-id"] ?? headers["x-ms-request-id"] }
}
