/// One challenge of a `WWW-Authenticate` field, which may hold several (RFC 9110, section 11.6.1).
package struct AuthenticationChallenge: Sendable, Equatable {
    /// The scheme, in lower case.
    package var scheme: String
    /// What stands for all parameters, as in `Negotiate <token68>`; `nil` where there are parameters or nothing.
    package var token68: String?
    /// The parameters, their names in lower case; of two with one name the first.
    package var parameters: [String: String]

    /// Makes a challenge.
    package init(_ scheme: String, token68: String? = nil, _ parameters: [String: String] = [:]) {
        self.scheme = scheme
        self.token68 = token68
        self.parameters = parameters
    }

    /// Reads every challenge of every field of a reply.
    ///
    /// What breaks the grammar is read as far as it can be told: a value without quotation marks ends at a comma or a blank,
    /// one whose closing mark is missing at the field's end.
    package static func all(in fields: [String]) -> [AuthenticationChallenge] {
        fields.flatMap { field -> [AuthenticationChallenge] in
            var reader = Reader(field)
            return reader.challenges()
        }
    }
}

extension AuthenticationChallenge {
    private struct Reader {
        private let bytes: [UInt8]
        private var place = 0

        init(_ field: String) { bytes = Array(field.utf8) }

        private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

        mutating func challenges() -> [AuthenticationChallenge] {
            var found: [AuthenticationChallenge] = []
            while true {
                skip { $0 == UInt8(ascii: ",") || Self.isBlank($0) }
                guard next != nil else { return found }
                let word = take { !Self.isBlank($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }
                if !found.isEmpty, let value = value() {
                    let name = word.lowercased()
                    let index = found.count - 1
                    if found[index].parameters[name] == nil { found[index].parameters[name] = value }
                } else if word.isEmpty {
                    place += 1
                } else {
                    found.append(AuthenticationChallenge(word.lowercased()))
                    found[found.count - 1].token68 = token68()
                }
            }
        }

        /// The value after an equals sign, if there is one.
        private mutating func value() -> String? {
            let start = place
            skip(Self.isBlank)
            guard next == UInt8(ascii: "=") else {
                place = start
                return nil
            }
            place += 1
            skip(Self.isBlank)
            guard next == UInt8(ascii: "\"") else { return take { !Self.isBlank($0) && $0 != UInt8(ascii: ",") } }
            place += 1
            var text: [UInt8] = []
            while let byte = next, byte != UInt8(ascii: "\"") {
                if byte == UInt8(ascii: "\\"), place + 1 < bytes.count { place += 1 }
                text.append(bytes[place])
                place += 1
            }
            place = min(place + 1, bytes.count)
            return String(decoding: text, as: UTF8.self)
        }

        /// The text after a scheme, if nothing else follows before the next challenge.
        private mutating func token68() -> String? {
            let start = place
            skip(Self.isBlank)
            var text = take(Self.isToken68)
            text += take { $0 == UInt8(ascii: "=") }
            skip(Self.isBlank)
            if !text.isEmpty, next == nil || next == UInt8(ascii: ",") { return text }
            place = start
            return nil
        }

        private mutating func skip(_ isSkipped: (UInt8) -> Bool) {
            while let byte = next, isSkipped(byte) { place += 1 }
        }

        private mutating func take(_ isTaken: (UInt8) -> Bool) -> String {
            let start = place
            skip(isTaken)
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }

        private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

        private static func isToken68(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-._~+/".utf8.contains(byte)
            }
        }
    }
}
