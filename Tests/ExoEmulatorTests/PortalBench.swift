import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// The portal and the sign-in side, as one browser sees them.
final class PortalBench {
    static let origin = "https://localhost:8443"

    let entra: EntraBench
    var context: EmulatorContext { entra.context }
    var directory: Directory { entra.context.directory }

    init() throws { entra = try EntraBench() }

    /// A browser at an emulator that is there.
    init(_ emulator: Emulator) { entra = EntraBench(emulator) }

    /// The values of a page that are there to be copied.
    static func copied(in page: ServerResponse) -> [String] {
        page.text.split(separator: "<code data-copy=\"").dropFirst().compactMap { part in
            part.split(separator: ">", maxSplits: 1).last.map { String($0.prefix { $0 != "<" }) }
        }
    }

    /// Opens a page, and follows redirects until there is one.
    func open(_ target: String) throws -> ServerResponse {
        var target = target
        for _ in 0..<8 {
            let reply = try send("GET", target)
            guard (300..<400).contains(reply.status) else { return reply }
            target = Self.path(try #require(reply.header("Location")))
        }
        throw EmulatorError("There is no end of redirects.")
    }

    /// Sends one request.
    func send(
        _ method: String,
        _ target: String,
        body: String? = nil,
        type: String = "application/x-www-form-urlencoded",
        headers: [(String, String)] = []
    ) throws -> ServerResponse {
        var fields = headers.map { ServerRequest.Field($0.0, $0.1) }
        fields.append(.init("Host", "localhost:8443"))
        if !entra.cookies.isEmpty {
            let cookies = entra.cookies.filter { !$0.value.isEmpty }
            fields.append(.init("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if body != nil { fields.append(.init("Content-Type", type)) }
        let request = ServerRequest(method: method, target: target, headers: fields, body: Array((body ?? "").utf8))
        let reply = entra.emulator.respond(to: request)
        for header in reply.headers where header.name == "Set-Cookie" {
            let pair = header.value.prefix { $0 != ";" }
            let name = pair.prefix { $0 != "=" }
            entra.cookies[String(name)] = String(pair.dropFirst(name.count + 1))
        }
        return reply
    }

    /// Opens a page and signs in for it.
    func signIn(_ login: String = "admin@contoso.com", at target: String = "/") throws -> ServerResponse {
        let reply = try entra.submit(try open(target), [("login", login), ("password", Seed.password)])
        return try follow(reply)
    }

    /// Fills in the form of that name and sends it; `changes` replaces hidden fields.
    func submit(
        _ name: String,
        of page: ServerResponse,
        _ fields: [(String, String)] = [],
        changes: [String: String] = [:],
        headers: [(String, String)] = [],
        follows: Bool = true
    ) throws -> ServerResponse {
        let form = try Self.form(name, of: page)
        let hidden = form.fields.map { ($0.0, changes[$0.0] ?? $0.1) }
        let reply = try send("POST", form.action, body: Self.encoded(hidden + fields), headers: headers)
        return follows ? try follow(reply) : reply
    }

    /// The page a redirect leads to, or the reply itself.
    func follow(_ reply: ServerResponse) throws -> ServerResponse {
        guard (300..<400).contains(reply.status) else { return reply }
        return try open(Self.path(try #require(reply.header("Location"))))
    }

    /// The hidden fields and the address of a form; of the last one when it has no name.
    static func form(_ name: String?, of page: ServerResponse) throws -> (action: String, fields: [(String, String)]) {
        let forms = page.text.split(separator: "<form ").dropFirst().map {
            String($0.prefix(upTo: $0.range(of: "</form>")?.lowerBound ?? $0.endIndex))
        }
        let form = try #require(
            name.map { name in forms.first { $0.contains("name=\"form\" value=\"\(name)\"") } } ?? forms.last,
            "no form \(name ?? "") on the page"
        )
        let action = try #require(EntraBench.attribute("action", in: form))
        let fields = form.split(separator: "<input ").filter { $0.hasPrefix("type=\"hidden\"") }.compactMap {
            input -> (String, String)? in
            guard let name = EntraBench.attribute("name", in: String(input)),
                let value = EntraBench.attribute("value", in: String(input))
            else { return nil }
            return (name, value)
        }
        return (action, fields)
    }

    static func encoded(_ fields: [(String, String)]) -> String { EntraBench.encoded(fields) }

    static func path(_ location: String) -> String {
        location.hasPrefix(origin) ? String(location.dropFirst(origin.count)) : location
    }
}

extension StringProtocol {
    /// The first place of a text.
    fileprivate func range(of text: String) -> Range<Index>? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(text) { return place..<index(place, offsetBy: text.count) }
            place = index(after: place)
        }
        return nil
    }
}
