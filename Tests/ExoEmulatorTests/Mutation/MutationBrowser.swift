import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// Asks a whole emulator, and remembers cookies as a browser does.
final class MutationBrowser {
    let emulator: Emulator
    private(set) var cookies: [String: String] = [:]

    init(_ emulator: Emulator) { self.emulator = emulator }

    func request(
        _ method: String,
        _ target: String,
        form: [(String, String)]? = nil,
        json: JSONValue? = nil,
        headers: [(String, String)] = [],
        listener: String = "front"
    ) -> ServerRequest {
        var fields = [ServerRequest.Field("Host", "localhost:8443")]
        fields += headers.map { ServerRequest.Field($0.0, $0.1) }
        if !cookies.isEmpty {
            let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            fields.append(.init("Cookie", pairs.joined(separator: "; ")))
        }
        var body: [UInt8] = []
        if let form {
            fields.append(.init("Content-Type", "application/x-www-form-urlencoded"))
            body = Array(EntraBench.encoded(form).utf8)
        } else if let json {
            fields.append(.init("Content-Type", "application/json"))
            body = json.serialized()
        }
        return ServerRequest(method: method, target: target, headers: fields, body: body, listener: listener)
    }

    @discardableResult
    func send(_ request: ServerRequest) -> ServerResponse {
        let reply = emulator.respond(to: request)
        for header in reply.headers where header.name == "Set-Cookie" {
            let pair = header.value.prefix { $0 != ";" }
            let name = pair.prefix { $0 != "=" }
            cookies[String(name)] = String(pair.dropFirst(name.count + 1))
        }
        return reply
    }

    /// The request that the last form of a page sends.
    func submission(of page: ServerResponse, _ typed: [(String, String)] = []) throws -> ServerRequest {
        let form = try #require(page.text.split(separator: "<form ").last.map(String.init))
        let action = try #require(EntraBench.attribute("action", in: form))
        let hidden = form.split(separator: "<input ").filter { $0.hasPrefix("type=\"hidden\"") }.compactMap {
            input -> (String, String)? in
            guard let name = EntraBench.attribute("name", in: String(input)),
                let value = EntraBench.attribute("value", in: String(input))
            else { return nil }
            return (name, value)
        }
        return request("POST", action, form: hidden + typed)
    }

    /// The JSON of a reply.
    func json(_ request: ServerRequest) throws -> JSONObject {
        let reply = send(request)
        return try #require(try JSONValue(parsing: reply.body).objectValue, "\(reply.status) \(reply.text)")
    }
}
