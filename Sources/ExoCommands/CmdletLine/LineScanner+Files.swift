internal import ExchangeOnline

/// Files as values of parameters.
extension LineScanner {
    /// A file as the value of the parameter before it: `@path`, or what PowerShell reads the bytes of a file by.
    ///
    /// - Returns: The file; `nil`, with the place unchanged, where another value stands.
    /// - Throws: `BindingError`, also for a path that only Windows has.
    mutating func file() throws -> FileWord? {
        if current == "@", let next, !"({'\"".unicodeScalars.contains(next), !next.isSingleQuote, !next.isDoubleQuote,
            !next.endsWord
        {
            place += 1
            return FileWord(path: try word().text)
        }
        guard current == "(" else { return nil }
        let start = place
        var ahead = self
        // Behind the parenthesis its length or an element could be meant, or a list of files.
        guard let path = try ahead.pathOfBytes(), ahead.current.map({ $0.endsWord && $0 != "," }) ?? true else {
            return nil
        }
        place = ahead.place
        return FileWord(path: try LinePath.file(path, at: start..<place))
    }

    /// What to write instead of an expression that reads a file and begins at a place.
    func fileRepair(at start: Int) -> String {
        "A value comes from a file by its path behind an at sign: -\(parameterName(before: start) ?? "Parameter") @FILE."
    }

    /// The path in `([System.IO.File]::ReadAllBytes('x'))` or `(Get-Content x -Encoding Byte)`, with a cast to bytes or without.
    private mutating func pathOfBytes() throws -> String? {
        if skip("[byte[]]") || skip("[system.byte[]]") { try skipBlanks() }
        if current == "$", next == "(" { place += 1 }
        if current == "(" {
            place += 1
            try skipBlanks(lineBreaks: true)
            return try closed(nested { try $0.pathOfBytes() })
        }
        if skip("[system.io.file]::readallbytes(") || skip("[io.file]::readallbytes(") {
            guard case .text(let path) = try expression() else { return nil }
            return try closed(path)
        }
        return try pathOfContent()
    }

    /// What was read, where a closing parenthesis follows; it is passed over.
    private mutating func closed(_ path: String?) throws -> String? {
        guard let path else { return nil }
        try skipBlanks(lineBreaks: true)
        guard current == ")" else { return nil }
        place += 1
        return path
    }

    /// The path of a `Get-Content` that reads bytes, all of them.
    private mutating func pathOfContent() throws -> String? {
        let names = ["get-content", "gc", "cat", "type"]
        guard names.contains(where: { text(from: place, to: place + $0.count + 1).lowercased() == $0 + " " }) else {
            return nil
        }
        let call = try call(isInParentheses: true)
        let known = Set(Self.content.parameters.map { $0.name.lowercased() })
        guard call.arguments.allSatisfy({ $0.argument.name.map { known.contains($0.lowercased()) } ?? true }) else {
            return nil
        }
        let arguments = try StageArguments(call, Self.content)
        guard arguments.flag("AsByteStream") || arguments.text("Encoding")?.lowercased() == "byte" else { return nil }
        return arguments.text("LiteralPath") ?? arguments.text("Path")
    }

    /// `Get-Content` where it gives the bytes of a whole file.
    private static let content = StageSpec(
        name: "Get-Content",
        aliases: [],
        summary: "",
        parameters: [
            StageSpec.Parameter(name: "Path", kind: .text, position: 0),
            StageSpec.Parameter(name: "LiteralPath", kind: .text),
            StageSpec.Parameter(name: "Encoding", kind: .text),
            StageSpec.Parameter(name: "ReadCount", kind: .number),
            StageSpec.Parameter(name: "AsByteStream", kind: .flag),
            StageSpec.Parameter(name: "Raw", kind: .flag),
        ]
    )

    /// Passes over a text, in any letter case, where it stands here.
    private mutating func skip(_ spelled: String) -> Bool {
        let end = place + spelled.unicodeScalars.count
        guard text(from: place, to: end).lowercased() == spelled else { return false }
        place = end
        return true
    }
}
