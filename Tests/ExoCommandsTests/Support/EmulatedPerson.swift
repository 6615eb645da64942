import ExoEmulator
import HTTPServer
import Testing

/// A person with a browser of their own at an emulator.
final class EmulatedPerson {
    static let password = "Emulator-Passw0rd"

    private let emulator: Emulator
    private var cookies: [String: String] = [:]

    init(_ emulator: Emulator) { self.emulator = emulator }

    /// Enters a device code and signs in.
    func approve(_ code: String, as user: String) throws {
        let codePage = send("GET", "/devicelogin")
        let signInPage = try submit(codePage, [("otc", code)])
        let question = try submit(signInPage, [("login", user), ("password", Self.password)])
        let done = try submit(question, [("confirm", "continue")])
        #expect(String(decoding: done.body, as: UTF8.self).contains("You may now close this window"))
    }

    /// Signs in at a page of the authority.
    ///
    /// - Parameters:
    ///   - address: The page's address.
    ///   - user: Who signs in.
    /// - Returns: Where the last page sends its answer, and the answer as a form.
    /// - Throws: What is wrong with a page that is not the awaited one.
    func signIn(at address: String, as user: String) throws -> (address: String, form: String) {
        let target = try #require(address.split(separator: "/", maxSplits: 2).last)
        let page = send("GET", "/\(target)")
        let last = try Self.form(in: submit(page, [("login", user), ("password", Self.password)]))
        return (last.action, Self.encoded(last.hidden))
    }

    private func send(_ method: String, _ target: String, form: [(String, String)]? = nil) -> ServerResponse {
        var fields: [ServerRequest.Field] = [.init("Host", "localhost:8443")]
        if !cookies.isEmpty {
            fields.append(.init("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if form != nil { fields.append(.init("Content-Type", "application/x-www-form-urlencoded")) }
        let body = form.map(Self.encoded) ?? ""
        let reply = emulator.respond(
            to: ServerRequest(method: method, target: target, headers: fields, body: Array(body.utf8))
        )
        for header in reply.headers where header.name == "Set-Cookie" {
            let pair = header.value.prefix { $0 != ";" }
            let name = pair.prefix { $0 != "=" }
            cookies[String(name)] = String(pair.dropFirst(name.count + 1))
        }
        return reply
    }

    /// Sends the last form of a page with these fields beside the hidden ones.
    private func submit(_ page: ServerResponse, _ fields: [(String, String)]) throws -> ServerResponse {
        let form = try Self.form(in: page)
        return send(
            "POST",
            form.action,
            form: form.hidden.filter { old in !fields.contains { $0.0 == old.0 } } + fields
        )
    }

    /// The last form of a page.
    private static func form(in page: ServerResponse) throws -> (action: String, hidden: [(String, String)]) {
        let text = String(decoding: page.body, as: UTF8.self)
        let form = try #require(text.split(separator: "<form ").dropFirst().last.map(String.init), "no form: \(text)")
        let action = try #require(attribute("action", in: form))
        let hidden = form.split(separator: "<input ").filter { $0.hasPrefix("type=\"hidden\"") }.compactMap {
            input -> (String, String)? in
            guard let name = attribute("name", in: String(input)), let value = attribute("value", in: String(input))
            else { return nil }
            return (name, value)
        }
        return (action, hidden)
    }

    private static func attribute(_ name: String, in text: String) -> String? {
        let parts = text.split(separator: "\(name)=\"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return String(parts[1].prefix { $0 != "\"" }).replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    private static func encoded(_ form: [(String, String)]) -> String {
        form.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8.contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte))
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
