import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import HTTPServer

/// A form that was sent to this portal from a page of its own.
struct PortalForm: Sendable {
    /// Bytes of a form; a certificate takes a few thousand.
    private static let longest = 256 * 1024

    let fields: FormFields
    /// Files that were sent along.
    let files: [MultipartBody.File]

    /// Which form of its page it is.
    var name: String { fields["form"] ?? "" }

    /// For whom, and in which session, it was shown.
    private let token: FormToken

    /// Whose form it is.
    var userID: String { token.userID }

    /// Reads the form of a request, in whatever session of whomever it was shown.
    ///
    /// - Throws: ``PortalRefusal`` when the form is not the portal's own, or too large.
    init(_ call: BrowserCall) throws {
        let request = call.request
        guard request.method == "POST" else { throw PortalRefusal.wrongMethod }
        guard SameOrigin.allows(request, own: call.authority) else { throw PortalRefusal.foreignForm }
        guard request.body.count <= Self.longest else {
            throw PortalRefusal.tooLarge("A form of this portal holds at most \(Self.longest / 1024) KiB.")
        }
        let type = request.header("Content-Type") ?? ""
        if let boundary = MultipartBody.boundary(ofType: type) {
            guard let body = MultipartBody(request.body, boundary: boundary) else { throw PortalRefusal.foreignForm }
            fields = body.fields
            files = body.files
        } else {
            fields = request.form
            files = []
        }
        guard let token = try FormToken(fields, call) else { throw PortalRefusal.foreignForm }
        self.token = token
    }

    /// Whether it was shown in a session.
    func belongs(to session: BrowserSession, _ call: BrowserCall) throws -> Bool {
        constantTimeEquals(Array(token.text.utf8), Array(try FormToken(session, call).text.utf8))
    }

    /// The text of a field without blanks around it; nil where there is none.
    subscript(name: String) -> String? {
        guard let text = fields[name]?.trimmed, !text.isEmpty else { return nil }
        return text
    }

    /// Every value of a field.
    func values(_ name: String) -> [String] {
        fields.fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    /// The text of a field that must not be empty.
    ///
    /// - Throws: ``FormProblem`` when it is empty or longer than it may be.
    func required(_ name: String, _ label: String, longest: Int = 256) throws -> String {
        guard let text = self[name] else { throw FormProblem("\(label) must not be empty.", field: name) }
        guard text.count <= longest, text.utf8.count <= 4 * longest else {
            throw FormProblem("\(label) must have \(longest) characters at most.", field: name)
        }
        guard text.isPlainLine else {
            throw FormProblem(
                "\(label) must not contain control characters, or characters that turn the direction of writing.",
                field: name
            )
        }
        return text
    }

    /// The text of a field that may be empty.
    func optional(_ name: String, _ label: String, longest: Int = 256) throws -> String? {
        self[name] == nil ? nil : try required(name, label, longest: longest)
    }

    /// The file of a field, when one was chosen.
    func file(_ name: String) -> MultipartBody.File? { files.first { $0.field == name && !$0.bytes.isEmpty } }
}
