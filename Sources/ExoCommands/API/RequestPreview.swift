internal import EntraTokens
internal import ExoTransport

/// A request that is shown and not sent: as it travels, and as a line for curl; the token is in neither.
struct RequestPreview {
    private let request: HTTPRequest
    private let connection: String?
    /// The file of the only authorities that are trusted.
    private let authorities: String?

    /// Takes a request and the connection that it would go by.
    init(_ request: HTTPRequest, _ service: ServiceConnection) {
        self.request = request
        connection = service.stored?.name.text
        authorities = service.target.trustedAuthorities ?? service.target.cloud.trustedAuthorities
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
        // Without --globoff curl takes brackets and braces of an address for a pattern.
        let method = request.method == "HEAD" ? "--head" : "--request \(request.method)"
        var words = ["curl --globoff --header @- \(method)"]
        if let authorities { words.append("--cacert \(Self.quoted(authorities))") }
        for field in request.headers.fields where field.name.lowercased() != "authorization" {
            words.append("--header \(Self.quoted("\(field.name): \(field.value)"))")
        }
        if let body = request.body { words.append("--data-raw \(Self.quoted(String(decoding: body, as: UTF8.self)))") }
        words.append(Self.quoted(request.url))
        return "\(get) | sed 's/^/Authorization: Bearer /' |\n    " + words.joined(separator: " \\\n    ")
    }

    /// A text in the single quotes of a shell; where a terminal would not show it as it is, as bash, zsh and ksh write its bytes.
    private static func quoted(_ text: String) -> String {
        guard TerminalText.neutralised(text, keepingLineBreaks: true) != text else {
            return "'\(text.replacing("'", with: "'\\''"))'"
        }
        return "$'" + text.utf8.map(escaped).joined() + "'"
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
        case 0x20..<0x7F: String(UnicodeScalar(byte))
        default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
