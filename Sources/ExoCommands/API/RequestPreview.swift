internal import ExoTransport

/// A request that is shown and not sent: as it travels, and as a line for curl; the token is in neither.
struct RequestPreview {
    private let request: HTTPRequest
    private let connection: String?

    /// Takes a request and the connection that it would go by.
    init(_ request: HTTPRequest, _ service: ServiceConnection) {
        self.request = request
        connection = service.stored?.name.text
    }

    func write(to output: OutputWriter) throws { try output.line(text) }

    private var text: String {
        let url = request.url
        let fields = request.headers.fields.map { field in
            field.name.lowercased() == "authorization"
                ? "Authorization: Bearer <token>" : "\(field.name): \(field.value)"
        }
        let body = request.body.map { String(decoding: $0, as: UTF8.self) }
        return (["\(request.method) \(url)"] + fields + ["", body, body == nil ? nil : "", curl].compactMap(\.self))
            .map { TerminalText.neutralised($0, keepingLineBreaks: true) }.joined(separator: "\n")
    }

    /// The token comes to curl by standard input, since everybody can read its arguments.
    private var curl: String {
        let get = "exo token get" + (connection.map { " --connection \(Self.quoted($0))" } ?? " …")
        var words = ["curl --header @- --request \(request.method)"]
        for field in request.headers.fields where field.name.lowercased() != "authorization" {
            words.append("--header \(Self.quoted("\(field.name): \(field.value)"))")
        }
        if let body = request.body { words.append("--data-raw \(Self.quoted(String(decoding: body, as: UTF8.self)))") }
        words.append(Self.quoted(request.url))
        return "\(get) | sed 's/^/Authorization: Bearer /' |\n    " + words.joined(separator: " \\\n    ")
    }

    /// A text in the single quotes of a shell.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
}
