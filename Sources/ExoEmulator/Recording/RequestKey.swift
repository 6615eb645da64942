import EmulatorCore
import ExoJSON
import HTTPServer

/// By what a request is found again in a recording, from all of it to what it is about.
struct RequestKey: Sendable {
    /// Everything but header fields.
    let whole: String
    /// Without what tells tenants and people apart in addresses.
    let call: String
    /// The path and the cmdlet or grant alone.
    let kind: String

    init(method: String, target: String, body: RecordedExchange.Body) {
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        // Clients write one address in several ways.
        let written = target[..<mark].split(separator: "/").map { PercentCoding.decoded($0) }
        let fields = mark == target.endIndex ? [] : FormFields(parsing: target[target.index(after: mark)...]).fields
        let query = fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let path = Self.path(written)
        let text: String
        let parameters: String
        let name: String
        switch body {
        case .json(let value):
            text = Self.sorted(value).text()
            let input = value["CmdletInput"]
            name = input?["CmdletName"]?.stringValue?.lowercased() ?? ""
            parameters = input.map { Self.sorted($0["Parameters"] ?? .null).text() } ?? text
        case .form(let form):
            text = form.fields.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
            name = form["grant_type"] ?? ""
            parameters = form["scope"] ?? ""
        case .text(let plain):
            text = plain
            name = ""
            parameters = plain
        case .nothing, .removed:
            text = ""
            name = ""
            parameters = ""
        }
        whole = "\(method) \(written.joined(separator: "/"))?\(query)\n\(text)"
        call = "\(method) \(path)?\(query)\n\(name)\n\(parameters)"
        kind = "\(method) \(path)\(query.contains("skiptoken") ? query : "")\n\(name)"
    }

    /// A path with a star where it names the tenant.
    private static func path(_ written: [String]) -> String {
        var segments = written.map { $0.lowercased() }
        if segments.count > 2, segments[0] == "adminapi" { segments[2] = "*" }
        if segments.count > 1, ["oauth2", "v2.0", ".well-known", "discovery"].contains(segments[1]) {
            segments[0] = "*"
        }
        return segments.joined(separator: "/")
    }

    /// The same value with the members of its objects in alphabetical order.
    private static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(sorted))
        case .object(let object):
            let members = object.members.map { JSONObject.Member(name: $0.name, value: sorted($0.value)) }
            return .object(JSONObject(members.sorted { $0.name < $1.name }))
        default: return value
        }
    }
}

extension RecordedExchange {
    var key: RequestKey { RequestKey(method: method, target: target, body: body) }
}
