import ExoJSON
import HTTPServer

@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorGraph

/// Damages requests in the ways networks, bugs and attackers do.
struct Mutator {
    var random: SeededRandom

    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "x"]
    private static let types = [
        "application/json", "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data; boundary=x",
        "text/plain", "", "application/x-www-form-urlencoded;;;", "application/json; charset=\u{FF}", "/", "text/xml",
    ]
    private static let headers: [(String, String)] = [
        ("Host", "evil.example"), ("Host", "localhost:99999999999999999999"), ("Host", ""), ("Origin", "null"),
        ("Origin", "https://evil.example"), ("X-Forwarded-Host", "evil.example"), ("Authorization", "Basic %%%"),
        ("Authorization", "Basic Og=="), ("Authorization", "Bearer"), ("Authorization", "Bearer a.b.c"),
        ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."), ("Authorization", "bearer \u{202E}"),
        ("Cookie", ";;;=;="), ("Cookie", "ESTSAUTH=; esctx="), ("Cookie", "esctx=\u{1F600}"),
        ("client-request-id", "not-a-guid"), ("client-request-id", "{}"), ("Prefer", "odata.maxpagesize=-1"),
        ("Prefer", "odata.maxpagesize=99999999999999999999"), ("X-AnchorMailbox", "UPN:"), ("X-ResponseFormat", "??"),
        ("x-ms-retry", "NaN"), ("Accept", "application/xml;q=-1"), ("Accept-Language", "xx-\u{0}"),
        ("ConsistencyLevel", "eventual"), ("Metadata", "false"), ("X-IDENTITY-HEADER", ""),
    ]

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// The request with one to three things wrong with it.
    mutating func damage(_ request: ServerRequest, others: [MutationSample]) -> ServerRequest {
        var request = request
        for _ in 0...random.below(3) { damageOnce(&request, others) }
        return request
    }

    private mutating func damageOnce(_ request: inout ServerRequest, _ others: [MutationSample]) {
        switch random.below(12) {
        case 0: request.method = random.pick(Self.methods)
        case 1: setHeader("Content-Type", random.pick(Self.types), &request)
        case 2:
            let (name, value) = random.pick(Self.headers)
            if random.chance(2) { request.headers.removeAll { $0.name.lowercased() == name.lowercased() } }
            request.headers.append(.init(name, value))
        case 3: damageHeader(&request)
        case 4, 5: request.target = damageTarget(request.target)
        case 6: request.body = ByteDamage.damage(request.body, &random)
        case 7:
            let other = random.pick(others).request
            if random.chance(2) { request.body = other.body } else { request.target = other.target }
        default: damageContent(&request)
        }
    }

    private mutating func damageContent(_ request: inout ServerRequest) {
        let type = request.header("Content-Type") ?? ""
        if type.hasPrefix("application/json"), let value = try? JSONValue(parsing: request.body) {
            request.body = JSONDamage.damage(value, &random).serialized()
        } else if !request.body.isEmpty {
            request.body = Array(FieldDamage.damage(String(decoding: request.body, as: UTF8.self), &random).utf8)
        } else {
            request.target = request.rawPath + "?" + FieldDamage.damage(String(request.rawQuery), &random)
        }
    }

    private mutating func damageHeader(_ request: inout ServerRequest) {
        guard !request.headers.isEmpty else { return }
        let place = random.below(request.headers.count)
        switch random.below(4) {
        case 0: request.headers.remove(at: place)
        case 1: request.headers.append(request.headers[place])
        case 2: request.headers[place].value = ""
        default:
            let bytes = ByteDamage.damage(Array(request.headers[place].value.utf8), &random)
            // The server lets no control character through, and neither does this.
            request.headers[place].value = String(decoding: bytes.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
        }
    }

    private mutating func damageTarget(_ target: String) -> String {
        let path = target.prefix { $0 != "?" }
        let query = target.dropFirst(path.count)
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch random.below(8) {
        case 0: segments.insert(random.pick(Nasty.values), at: random.below(segments.count) + 1)
        case 1: segments[random.below(segments.count)] = random.pick(Nasty.values)
        case 2: segments.insert(random.pick(["", ".", "..", "%2e%2e", "%2F", "%00"]), at: segments.count)
        case 3: segments = segments.map { random.chance(2) ? $0.uppercased() : $0 }
        case 4: if segments.count > 1 { segments.removeLast() }
        case 5: return path + "?" + FieldDamage.damage(String(query.dropFirst()), &random)
        case 6: return path + query + (query.isEmpty ? "?" : "&") + random.pick(Nasty.values)
        default:
            let bytes = ByteDamage.damage(Array(target.utf8), &random)
            segments = String(decoding: bytes, as: UTF8.self).split(separator: "/").map(String.init)
            return Self.asTarget("/" + segments.joined(separator: "/"))
        }
        return Self.asTarget(segments.joined(separator: "/") + query)
    }

    // The server refuses what is no path before anybody sees it.
    private static func asTarget(_ text: String) -> String {
        let bytes = text.utf8.filter { $0 > 0x20 && $0 != 0x7F }
        return "/" + String(decoding: bytes, as: UTF8.self).drop { $0 == "/" }
    }

    private func setHeader(_ name: String, _ value: String, _ request: inout ServerRequest) {
        request.headers.removeAll { $0.name.lowercased() == name.lowercased() }
        request.headers.append(.init(name, value))
    }
}
