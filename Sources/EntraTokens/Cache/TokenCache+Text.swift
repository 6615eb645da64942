extension TokenCache {
    /// Reads a cache; an empty text is an empty cache, as it is for MSAL.
    ///
    /// - Parameter bytes: The text as MSAL writes it.
    /// - Throws: ``TokenError`` with code `storeFailed` that says what the text is instead.
    public init(parsing bytes: [UInt8]) throws {
        self.init()
        guard !bytes.isEmpty else { return }
        var scanner = CacheScanner(bytes)
        do {
            guard try scanner.peek() == UInt8(ascii: "{") else { throw CacheScanner.Failure.unexpected(scanner.place) }
            try scanner.expect("{")
            var isFirst = true
            while let name = try scanner.nextName(isFirst: &isFirst) {
                guard let kind = CacheEntry.text(name).flatMap(CacheSection.Kind.init) else {
                    parts.append(.unknown(name: name, value: try scanner.skipValue()))
                    continue
                }
                try read(kind, &scanner)
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
        while let name = try scanner.nextName(isFirst: &isFirst) {
            self[kind].put(try CacheEntry(name: name, scanning: &scanner, kind: kind))
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
    public func serialized() -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(parts.reduce(2) { $0 + size(of: $1) })
        text.append(UInt8(ascii: "{"))
        for (place, part) in parts.enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            switch part {
            case .unknown(let name, let value): Self.append(name, value, to: &text)
            case .section(let kind):
                text.append(contentsOf: CacheEntry.quoted(kind.rawValue))
                text.append(contentsOf: ":{".utf8)
                var isFirst = true
                for entry in self[kind].entries() {
                    if !isFirst { text.append(UInt8(ascii: ",")) }
                    isFirst = false
                    Self.append(entry.name, entry.value, to: &text)
                }
                text.append(UInt8(ascii: "}"))
            }
        }
        text.append(UInt8(ascii: "}"))
        return text
    }

    private static func append(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, to text: inout [UInt8]) {
        text.append(contentsOf: name)
        text.append(UInt8(ascii: ":"))
        text.append(contentsOf: value)
    }

    private func size(of part: Part) -> Int {
        switch part {
        case .unknown(let name, let value): name.count + value.count + 2
        case .section(let kind): self[kind].entries().reduce(32) { $0 + $1.name.count + $1.value.count + 2 }
        }
    }
}
