extension TokenCache {
    /// Reads a cache; an empty text is an empty cache, as it is for MSAL.
    ///
    /// - Parameter bytes: The text as MSAL writes it.
    /// - Throws: ``TokenError`` with code `storeFailed` that says what the text is instead.
    public init(parsing bytes: [UInt8]) throws { try self.init(scanning: .memory(bytes)) }

    /// Reads a cache, of a file in parts.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`; ``LocalFileError`` when a file cannot be read.
    init(scanning text: CacheText) throws {
        self.init()
        guard text.count > 0 else { return }
        var scanner = CacheScanner(text)
        do {
            guard try scanner.peek() == UInt8(ascii: "{") else { throw CacheScanner.Failure.unexpected(scanner.place) }
            try scanner.expect("{")
            var isFirst = true
            scanner.keep()
            while let name = try scanner.nextName(isFirst: &isFirst) {
                if let kind = CacheEntry.text(scanner.bytes(name)).flatMap(CacheSection.Kind.init) {
                    try read(kind, &scanner)
                } else {
                    scanner.letGo()
                    let member = CacheMember(text: text, name: name, value: try scanner.skipValue())
                    parts.append(.unknown(member))
                }
                scanner.keep()
            }
            try scanner.expectEnd()
        } catch let failure as CacheScanner.Failure {
            throw Self.damage(failure)
        }
    }

    private mutating func read(_ kind: CacheSection.Kind, _ scanner: inout CacheScanner) throws {
        guard try scanner.peek() == UInt8(ascii: "{") else {
            throw TokenError(
                code: .storeFailed,
                message: "the token cache has a form that is not known here: its \(kind.rawValue) is no JSON object",
                repair: "a newer program may have written it; keep the tokens in another place"
            )
        }
        add(kind)
        try scanner.expect("{")
        var isFirst = true
        scanner.keep()
        while let name = try scanner.nextName(isFirst: &isFirst) {
            self[kind].put(try CacheEntry(named: name, scanning: &scanner, kind: kind))
            scanner.keep()
        }
        self[kind].trim()
    }

    /// Makes sure that a section has a place in the document.
    mutating func add(_ kind: CacheSection.Kind) {
        let isThere = parts.contains { if case .section(kind) = $0 { true } else { false } }
        if !isThere { parts.append(.section(kind)) }
    }

    private static func damage(_ failure: CacheScanner.Failure) -> TokenError {
        let what =
            switch failure {
            case .endsEarly: "it is cut off: the text ends in the middle"
            case .unexpected(let place): "it is not JSON, from its byte \(place + 1) on"
            }
        return TokenError(
            code: .storeFailed,
            message: "the token cache cannot be read: \(what)",
            repair: "move it away and sign in again"
        )
    }

    /// The cache as a text, for a file or a keyring: it is all secrets.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed` when the cache was read from a file that was overwritten since.
    public func serialized() throws -> [UInt8] {
        var text: [UInt8] = []
        do { try write { text += $0 } } catch let error as LocalFileError {
            throw TokenError(
                code: .storeFailed,
                message: "the token cache cannot be read any more: \(error)",
                repair: "read it again",
                cause: error
            )
        }
        return text
    }

    /// Hands out the cache as a text, part by part.
    ///
    /// - Throws: What the taker throws; ``LocalFileError`` when the file that the cache was read from cannot be read any more.
    func write(to taker: ([UInt8]) throws -> Void) throws {
        var text: [UInt8] = []
        func append(_ member: CacheMember) throws {
            let (name, value) = try member.parts()
            text += name
            text.append(UInt8(ascii: ":"))
            text += value
            guard text.count >= Self.part else { return }
            try taker(text)
            text.removeAll(keepingCapacity: true)
        }
        text.append(UInt8(ascii: "{"))
        for (place, part) in parts.enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            switch part {
            case .unknown(let member): try append(member)
            case .section(let kind):
                text += CacheEntry.quoted(kind.rawValue)
                text += ":{".utf8
                var isFirst = true
                for place in self[kind].places() {
                    if !isFirst { text.append(UInt8(ascii: ",")) }
                    isFirst = false
                    try append(self[kind].member(at: place))
                }
                text.append(UInt8(ascii: "}"))
            }
        }
        text.append(UInt8(ascii: "}"))
        try taker(text)
    }

    private static let part = 1 << 16
}
