import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// Takes out of exchanges who they were about, consistently, and every secret.
///
/// What is not known to be harmless goes: header fields and forms by a list of what stays, bodies that are neither JSON, form
/// nor plain text whole.
struct Scrubber {
    /// What stands where a secret stood.
    static let removed = "removed"
    /// What stands for the endpoint that was recorded.
    static let origin = "https://endpoint.example"

    private static let headers: Set = [
        "accept", "accept-language", "content-type", "prefer", "preference-applied", "odata-version", "warningaction",
        "x-cmdletname", "x-responseformat", "x-serializationlevel", "x-clientapplication", "x-clientmoduleversion",
        "x-anchormailbox", "x-exceptiontype", "x-exceptiontargettype", "location", "retry-after", "commandname",
        "rate-limit-limit", "rate-limit-remaining", "request-id", "client-request-id", "consistencylevel",
        "cache-control", "metadata",
    ]
    private static let formFields: Set = [
        "grant_type", "scope", "resource", "client_id", "response_type", "response_mode", "requested_token_use",
        "client_assertion_type", "username", "login_hint", "tenant", "claims", "prompt",
    ]
    var identities = IdentityNames()
    let upstream: String
    let own: String

    /// - Parameters:
    ///   - upstream: The origin of the endpoint.
    ///   - own: The origin under which it is asked here.
    init(upstream: String, own: String) {
        self.upstream = upstream
        self.own = own
    }

    /// An exchange without identities and secrets.
    mutating func scrubbed(_ request: ServerRequest, _ reply: CurlProgram.Answer) -> RecordedExchange {
        let sent = Body(request.headers, request.body)
        let got = Body(reply.headers, reply.body)
        learnToken(request.header("Authorization") ?? "")
        for segment in request.pathSegments where IdentityNames.isDomain(segment) { identities.learn(domain: segment) }
        for body in [sent, got] { learn(body) }
        return RecordedExchange(
            method: request.method,
            target: target(request.target),
            headers: fields(request.headers),
            body: scrubbed(sent),
            status: reply.status,
            replyHeaders: fields(reply.headers),
            reply: scrubbed(got)
        )
    }

    // MARK: Bodies

    /// A body by what it is.
    enum Body {
        case nothing
        case json(JSONValue)
        case form(FormFields)
        case text(String)
        case other(type: String, count: Int)

        init(_ headers: [ServerRequest.Field], _ bytes: [UInt8]) {
            guard !bytes.isEmpty else {
                self = .nothing
                return
            }
            let type = (headers.first { $0.isNamed("Content-Type") }?.value ?? "").lowercased()
            if let value = try? JSONValue(parsing: bytes) {
                self = .json(value)
            } else if type.hasPrefix("application/x-www-form-urlencoded") {
                self = .form(FormFields(parsing: String(decoding: bytes, as: UTF8.self)))
            } else if type.hasPrefix("text/plain"), bytes.count <= 65_536 {
                self = .text(String(decoding: bytes, as: UTF8.self))
            } else {
                self = .other(type: String(type.prefix { $0 != ";" }), count: bytes.count)
            }
        }
    }

    private mutating func scrubbed(_ body: Body) -> RecordedExchange.Body {
        switch body {
        case .nothing: return .nothing
        case .json(let value): return .json(scrubbed(value, of: ""))
        case .form(let form):
            return .form(
                FormFields(
                    form.fields.map { field in
                        .init(
                            field.name,
                            Self.formFields.contains(field.name.lowercased()) ? text(field.value) : Self.removed
                        )
                    }
                )
            )
        case .text(let text): return .text(self.text(text))
        case .other(let type, let count): return .removed(type: type, count: count)
        }
    }

    mutating func scrubbed(_ value: JSONValue, of name: String) -> JSONValue {
        switch value {
        case .null, .bool: return value
        case .integer, .unsigned, .double: return isSecret(name) ? .string(Self.removed) : value
        case .string(let text):
            if isSecret(name) { return .string(token(text)) }
            return .string(written(text, of: name.lowercased()))
        case .array(let elements) where Self.isBytes(elements): return .array([])
        case .array(let elements):
            var changed: [JSONValue] = []
            for element in elements {
                changed.append(scrubbed(pair: element, of: name) ?? scrubbed(element, of: name))
            }
            return .array(changed)
        case .object(let object):
            var members: [JSONObject.Member] = []
            for member in object.members {
                let inner = isSecret(name) ? name : member.name
                // A name of a member can be somebody's as well, as an extension's is.
                let isAnnotation = member.name.hasPrefix("@")
                let written = isAnnotation ? member.name : identities.replaced(member.name)
                members.append(.init(name: written, value: scrubbed(member.value, of: inner)))
            }
            return .object(JSONObject(members))
        }
    }

    /// A parameter with its value, which is what the parameter's name says.
    private mutating func scrubbed(pair value: JSONValue, of name: String) -> JSONValue? {
        guard let pair = NamedValue(value, in: name) else { return nil }
        var members: [JSONObject.Member] = []
        for member in pair.members {
            let isName = pair.isName(member)
            members.append(
                .init(
                    name: member.name,
                    value: isName ? .string(identities.replaced(pair.name)) : scrubbed(member.value, of: pair.name)
                )
            )
        }
        return .object(JSONObject(members))
    }

    /// What stands for the value of a property; of some everything is somebody's.
    private mutating func written(_ text: String, of name: String) -> String {
        if PropertyNames.isCustom(name) || PropertyNames.isMessage(name), !text.isEmpty {
            return identities.replacement(name: text) ?? "value"
        }
        if CLIXMLTexts.isOne(text) {
            return CLIXMLTexts.changed(text) { text, place in
                switch place {
                case .value(let name): isSecret(name) ? Self.removed : written(text, of: name.lowercased())
                case .name: identities.replaced(text)
                case .type: TypeName.isOfTheService(text) ? text : self.text(text)
                }
            }
        }
        if let document = JSONText.value(of: text) {
            let made = scrubbed(document, of: name)
            return made == document ? text : made.text()
        }
        if ["ip", "ipaddress"].contains(where: name.hasSuffix), text.contains(":") {
            return identities.replacement(ip: text)
        }
        if ["netid", "puid"].contains(name), !text.isEmpty { return identities.replacement(netID: text) }
        return self.text(text)
    }

    /// Whether a list is the content of a file.
    private static func isBytes(_ elements: [JSONValue]) -> Bool {
        elements.count > 3 && elements.allSatisfy { element in (0...255).contains(element.integerValue ?? -1) }
    }

    /// Whether what has this name is a secret.
    func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        guard !name.hasPrefix("@odata"), name != "token_type" else { return false }
        return [
            "password", "passwd", "passcode", "secret", "token", "assertion", "credential", "cookie", "private",
            "client_info", "authorization", "connectionstring", "canary",
        ].contains { name.contains($0) } || name.hasSuffix("key") || name.hasSuffix("keys")
            || ["device_code", "user_code"].contains(name)
    }

    // MARK: Addresses and fields

    private mutating func target(_ target: String) -> String {
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        let segments = target[..<mark].split(separator: "/", omittingEmptySubsequences: false).map { part in
            PercentCoding.decoded(part)
        }
        var path: [String] = []
        for segment in segments { path.append(PercentCoding.encoded(self.segment(segment))) }
        let joined = path.joined(separator: "/")
        guard mark != target.endIndex else { return joined }
        var fields: [ServerRequest.Field] = []
        for field in FormFields(parsing: target[target.index(after: mark)...]).fields {
            let name = field.name.lowercased()
            if name == "$skiptoken" || name == "skiptoken" {
                fields.append(.init(field.name, identities.replacement(page: field.value)))
            } else {
                let isKept =
                    name.hasPrefix("$") || Self.formFields.contains(name) || ["version", "api-version"].contains(name)
                fields.append(.init(field.name, isKept ? text(field.value) : Self.removed))
            }
        }
        return joined + "?" + FormFields(fields).encoded
    }

    // Keys stand in quotes: Mailbox('YWRlbGU=').
    private mutating func segment(_ segment: String) -> String {
        guard let open = segment.firstRange(of: "('"), segment.hasSuffix("')") else { return text(segment) }
        let key = String(segment[open.upperBound...].dropLast(2))
        return "\(segment[..<open.upperBound])\(text(key))')"
    }

    /// Where a redirect leads: its query as that of a request, and no fragment, in which sign-ins hand out tokens.
    private mutating func place(_ text: String) -> String {
        let whole = text.prefix { $0 != "#" }
        guard let mark = whole.firstIndex(of: "?") else { return self.text(String(whole)) }
        return self.text(String(whole[..<mark])) + target(String(whole[mark...]))
    }

    private mutating func fields(_ headers: [ServerRequest.Field]) -> [ServerRequest.Field] {
        var kept: [ServerRequest.Field] = []
        for field in headers where Self.headers.contains(field.name.lowercased()) {
            let isPlace = field.name.lowercased() == "location"
            kept.append(.init(field.name, isPlace ? place(field.value) : text(field.value)))
        }
        return kept
    }
}
