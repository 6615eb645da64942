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

    private func send(_ method: String, _ target: String, form: [(String, String)]? = nil) -> ServerResponse {
        var fields: [ServerRequest.Field] = [.init("Host", "localhost:8443")]
        if !cookies.isEmpty {
            fields.append(.init("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if form != nil { fields.append(.init("Content-Type", "application/x-www-form-urlencoded")) }
        let body = form.map { $0.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&") } ?? ""
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
        let text = String(decoding: page.body, as: UTF8.self)
        let form = try #require(text.split(separator: "<form ").dropFirst().last.map(String.init))
        let action = try #require(Self.attribute("action", in: form))
        let hidden = form.split(separator: "<input ").filter { $0.hasPrefix("type=\"hidden\"") }.compactMap {
            input -> (String, String)? in
            guard let name = Self.attribute("name", in: String(input)),
                let value = Self.attribute("value", in: String(input))
            else { return nil }
            return (name, value)
        }
        return send("POST", action, form: hidden.filter { old in !fields.contains { $0.0 == old.0 } } + fields)
    }

    private static func attribute(_ name: String, in text: String) -> String? {
        let parts = text.split(separator: "\(name)=\"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return String(parts[1].prefix { $0 != "\"" }).replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
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
