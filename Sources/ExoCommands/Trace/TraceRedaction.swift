internal import EntraTokens
internal import CmdletCatalogue
internal import ExoJSON
internal import ExoTransport

/// Takes secrets out of what an archive shows: of requests what is not known to be harmless, of responses what may be secret.
enum TraceRedaction {
    static let removed = "(removed)"

    /// Fields of requests that hold no secret; of all others only the name is shown.
    private static let harmlessHeaders: Set = [
        "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "client-request-id",
        "commandname", "connection-id", "consistencylevel", "content-length", "content-type", "exomodule-version",
        "host", "if-match", "if-none-match", "is-cloud-shell-environment", "metadata", "parameter-based-routing",
        "prefer", "ps-version", "return-client-request-id", "skiploadingformatdata", "traceparent", "tracestate",
        "user-agent", "warningaction", "x-anchormailbox", "x-clientapplication", "x-clientmoduleversion",
        "x-cmdletname", "x-initializeconnectioncontextobjectiddynamic", "x-requestid", "x-responseformat",
        "x-serializationlevel",
    ]
    private static let secretResponseHeaders: Set = [
        "set-cookie", "set-cookie2", "authorization", "authentication-info", "proxy-authorization",
        "proxy-authentication-info", "x-identity-header", "secret", "x-api-key", "api-key",
    ]
    /// Fields of forms that hold no secret.
    private static let harmlessFields: Set = [
        "api-version", "client_assertion_type", "client_id", "claims", "code_challenge_method", "domain_hint",
        "grant_type", "login_hint", "prompt", "redirect_uri", "requested_token_type", "requested_token_use", "resource",
        "response_mode", "response_type", "scope", "subject_token_type", "username",
    ]
    // MARK: Fields

    static func requestHeaders(_ headers: HTTPHeaders) -> [HTTPHeaders.Field] {
        headers.fields.map { field in
            let isShown = harmlessHeaders.contains(field.name.lowercased())
            return HTTPHeaders.Field(name: field.name, value: isShown ? text(field.value) : removed)
        }
    }

    static func responseHeaders(_ headers: HTTPHeaders) -> [HTTPHeaders.Field] {
        headers.fields.map { field in
            let value =
                switch field.name.lowercased() {
                case let name where secretResponseHeaders.contains(name): removed
                case let name where SecretName.isMember(name.filter { $0 != "-" }): removed
                case "location", "content-location", "refresh", "link": url(field.value)
                default: text(field.value)
                }
            return HTTPHeaders.Field(name: field.name, value: value)
        }
    }

    // MARK: Addresses and forms

    /// The address with its secret parameters, and those behind a number sign, taken out.
    static func url(_ url: String) -> String {
        func plain(_ text: String) -> String { SecretValue.removed(from: SecretText.redacted(text)) }
        guard let start = url.firstIndex(where: { $0 == "?" || $0 == "#" }) else { return plain(withoutUser(url)) }
        var shown = plain(withoutUser(String(url[..<start])))
        var name = true
        var value = ""
        var key = ""
        func flush() {
            // In markup a sign between parameters is written as a word.
            let called = decoded(key.hasPrefix("amp;") ? String(key.dropFirst(4)) : key)
            shown += name ? key : key + "=" + (SecretName.isParameter(called) ? removed : plain(value))
            (name, key, value) = (true, "", "")
        }
        for character in url[start...] {
            switch character {
            case "?", "#", "&":
                if !key.isEmpty || !name { flush() }
                shown.append(character)
            case "=" where name: name = false
            default: if name { key.append(character) } else { value.append(character) }
            }
        }
        flush()
        return shown
    }

    /// The parameters of an address.
    static func query(of url: String) -> [HTTPHeaders.Field] {
        let shown = self.url(url)
        guard let start = shown.firstIndex(of: "?") else { return [] }
        return fields(shown[shown.index(after: start)...].prefix { $0 != "#" }).map {
            HTTPHeaders.Field(name: decoded($0.name), value: decoded($0.value))
        }
    }

    /// The fields of a form; values are shown of those only that hold no secret.
    static func form(_ body: [UInt8]) -> [HTTPHeaders.Field] {
        fields(String(decoding: body, as: UTF8.self)[...]).map { field in
            let isShown = harmlessFields.contains(decoded(field.name).lowercased())
            return HTTPHeaders.Field(name: field.name, value: isShown ? text(field.value) : removed)
        }
    }

    private static func fields(_ text: Substring) -> [HTTPHeaders.Field] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return HTTPHeaders.Field(name: String(parts[0]), value: parts.count == 2 ? String(parts[1]) : "")
        }
    }

    private static func withoutUser(_ address: String) -> String {
        guard let scheme = address.firstRange(of: "://") else { return address }
        let rest = address[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" }
        guard let sign = host.lastIndex(of: "@") else { return address }
        return String(address[..<scheme.upperBound] + rest[rest.index(after: sign)...])
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        let all = Array(text.utf8)
        var place = 0
        while place < all.count {
            if all[place] == UInt8(ascii: "%"), place + 2 < all.count,
                let byte = UInt8(String(decoding: all[place + 1...place + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                place += 3
            } else {
                bytes.append(all[place] == UInt8(ascii: "+") ? UInt8(ascii: " ") : all[place])
                place += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Bodies

    /// A body as text.
    ///
    /// - Parameters:
    ///   - body: What is kept of it.
    ///   - isWhole: Whether that is all.
    ///   - url: The address of the exchange; what is not JSON is shown of the administration interface alone.
    /// - Returns: The text, without secrets.
    static func body(_ body: ArraySlice<UInt8>, isWhole: Bool, of url: String) -> String {
        do {
            guard isWhole else { throw JSONError(message: "cut") }
            return value(try JSONValue(parsing: body)).text()
        } catch {
            // CLIXML is markup inside of JSON, and cannot be read in part.
            guard url.lowercased().contains("/adminapi/"), !String(decoding: body, as: UTF8.self).contains("_clixml")
            else {
                return removed
            }
            return text(withoutMembers(body), isCut: !isWhole)
        }
    }

    /// A text that is no whole JSON without the values of members that have the name of a secret.
    private static func withoutMembers(_ body: ArraySlice<UInt8>) -> String {
        var shown: [UInt8] = []
        var place = body.startIndex
        func endOfText(from start: Int) -> Int {
            var end = start + 1
            while end < body.endIndex, body[end] != UInt8(ascii: "\"") {
                end += body[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            return min(end + 1, body.endIndex)
        }
        func behindBlanks(_ start: Int) -> Int {
            body[start...].firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? body.endIndex
        }
        while place < body.endIndex {
            guard body[place] == UInt8(ascii: "\"") else {
                shown.append(body[place])
                place += 1
                continue
            }
            let end = endOfText(from: place)
            shown += body[place..<end]
            let colon = behindBlanks(end)
            let name = String(decoding: body[place..<end].dropFirst().dropLast(), as: UTF8.self)
            place = end
            guard colon < body.endIndex, body[colon] == UInt8(ascii: ":"), SecretName.isMember(name) else { continue }
            let value = behindBlanks(colon + 1)
            guard value < body.endIndex else { break }
            shown += ":\"\(removed)\"".utf8
            place = value
            var depth = 0
            repeat {
                switch body[place] {
                case UInt8(ascii: "\""):
                    place = endOfText(from: place)
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                place += 1
            } while place < body.endIndex && (depth > 0 || !",}]".utf8.contains(body[place]))
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// The value without secrets: members with the name of one, parameters of cmdlets that take one, and what looks like a token.
    static func value(_ value: JSONValue, secrets: (String) -> Bool = { SecretName.isMember($0) }) -> JSONValue {
        switch value {
        case .string(let text):
            // A text may be JSON itself.
            guard text.hasPrefix("{") || text.hasPrefix("["), let inner = try? JSONValue(parsing: Array(text.utf8))
            else {
                return .string(self.text(text))
            }
            return .string(self.value(inner).text())
        case .array(let elements): return .array(elements.map { self.value($0, secrets: secrets) })
        case .object(let object):
            let cmdlet = object.value(ignoringCase: "CmdletName")?.stringValue
            // A pair may say in one member what the other is.
            let named = (object.value(ignoringCase: "Key") ?? object.value(ignoringCase: "Name"))?.stringValue
            return .object(
                JSONObject(
                    object.members.map { member in
                        var member = member
                        if secrets(member.name) || named.map(secrets) == true && member.name.lowercased() == "value" {
                            if member.value.boolValue == nil, !member.value.isNull { member.value = .string(removed) }
                        } else if let cmdlet, member.name.lowercased() == "parameters" {
                            member.value = self.value(member.value) {
                                SecretName.isMember($0) || takesSecret(cmdlet, $0)
                            }
                        } else {
                            member.value = self.value(member.value)
                        }
                        return member
                    }
                )
            )
        default: return value
        }
    }

    /// Whether the cmdlet's parameter is a secret; one that the catalogue does not know is one by its name.
    private static func takesSecret(_ cmdlet: String, _ parameter: String) -> Bool {
        let name = parameter.lowercased()
        if ["password", "sharedaccesssignature", "sasuri"].contains(where: { name.contains($0) }) { return true }
        if let facts = CmdletCatalogue.cmdlet(named: cmdlet)?.parameter(named: parameter) {
            return ["SecureString", "PSCredential"].contains(facts.type)
                || ["secret", "credential"].contains(facts.kind)
        }
        return ["password", "secret", "credential", "token"].contains { name.contains($0) }
    }

    /// A text without what looks like a token, a key or a signature.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - isCut: Whether it ends somewhere; then the last word is left out too, which may be a part of a secret.
    /// - Returns: The text without them.
    static func text(_ text: String, isCut: Bool = false) -> String {
        var text = text
        if isCut {
            let end = text.utf8.lastIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: " ") } ?? text.startIndex
            text = String(decoding: text.utf8[..<end], as: UTF8.self)
            for (escape, character) in [("\\u0026", "&"), ("\\u003d", "="), ("\\u003D", "="), ("\\/", "/")] {
                text = text.replacing(escape, with: character)
            }
        }
        text = SecretValue.removed(from: SecretText.redacted(text))
        guard text.contains("://") else { return text }
        // A link may carry a secret in any of its parameters.
        var shown = ""
        var word = ""
        for character in text {
            guard character.isWhitespace || "\"'<>".contains(character) else {
                word.append(character)
                continue
            }
            shown += word.contains("://") ? url(word) : word
            shown.append(character)
            word = ""
        }
        return shown + (word.contains("://") ? url(word) : word)
    }
}
