internal import ExchangeOnline

/// A value that is a file's: `@path` behind a parameter's name, `@-` for standard input.
struct FileWord: UnreadValue {
    let path: String

    var text: String { "@\(path)" }
    var isTruthValue: Bool { false }

    func value(for parameter: BindableParameter) throws -> PowerShellValue {
        throw BindingError(
            .unsupported,
            "-\(parameter.name): a value from a file cannot be given here.",
            parameter: parameter
        )
    }

    /// The file that a word of a Unix shell names; `@@` begins a text with an at sign, and brackets a list or table.
    init?(word: String) {
        guard word.hasPrefix("@"), word.count > 1, let second = word.dropFirst().first, !"@({'\"".contains(second)
        else {
            return nil
        }
        path = String(word.dropFirst())
    }

    init(path: String) { self.path = path }
}

/// What a file holds, read by the type of its parameter: bytes, a secret, one text, or a list with an entry on each line.
struct FileContent: UnreadValue {
    let path: String
    let bytes: [UInt8]

    var text: String { "@\(path)" }
    var isTruthValue: Bool { false }
    var isHidden: Bool { true }

    func value(for parameter: BindableParameter) throws -> PowerShellValue {
        switch parameter.form {
        case .bytes: return .bytes(bytes)
        case .secret: return try secret(parameter)
        case .list:
            let lines = try content(parameter).split(whereSeparator: \.isNewline).map { String($0).trimmed }
            return .list(lines.filter { !$0.isEmpty }.map { .text($0) })
        case .table, .tables:
            var scanner = LineScanner(try content(parameter))
            try scanner.skipBlanks(lineBreaks: true)
            return try scanner.argument()
        case .text, .filter:
            if parameter.isPlainSecret { try checkPrivacy(parameter) }
            return .text(try content(parameter))
        case .switch, .boolean, .number, .any: return try ShellWords([content(parameter)]).value(for: parameter)
        }
    }

    private func checkPrivacy(_ parameter: BindableParameter) throws {
        guard path != "-" else { return }
        _ = try PrivateFile.read(path, what: "the file of -\(parameter.name)", privacy: .notWorldReadable)
    }

    /// A secret, or a user's name with one; a file that everybody can read holds none.
    private func secret(_ parameter: BindableParameter) throws -> PowerShellValue {
        try checkPrivacy(parameter)
        let bytes = bytes
        return try FileContents(path) { _, _ in bytes }.value(for: parameter)
    }

    private func content(_ parameter: BindableParameter) throws -> String {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: Self.withoutLineEnd(Array(bytes)), as: UTF8.self) else {
            throw BindingError(
                .transformation,
                "-\(parameter.name) takes \(parameter.form.inWords), and the file \(path) is no text in UTF-8.",
                parameter: parameter
            )
        }
        return text
    }

    private static func withoutLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes
    }
}

extension FileContent {
    /// The arguments with what their files hold; `@-` may stand once.
    ///
    /// - Parameters:
    ///   - arguments: The arguments as they were written.
    ///   - context: Where standard input is.
    /// - Returns: The arguments.
    /// - Throws: ``CommandError``.
    static func read(_ arguments: [CmdletArgument], _ context: CommandContext) throws -> [CmdletArgument] {
        var hasReadInput = false
        return try arguments.enumerated().map { place, argument in
            guard case .unread(let value) = argument.value else { return argument }
            var argument = argument
            if let text = literal(value, place, arguments) {
                argument.value = .unread(ShellWords([text]))
                return argument
            }
            guard let file = file(value, place, arguments) else { return argument }
            if file.path == "-" {
                guard !hasReadInput else {
                    throw CommandError(.usage, "standard input can be the value of one parameter only: @- stands twice")
                }
                hasReadInput = true
                let bytes = try context.input.readAll(descriptor: 0, limit: 64 << 20)
                argument.value = .unread(FileContent(path: "-", bytes: bytes))
                return argument
            }
            guard let bytes = try PrivateFile.read(file.path, what: "the file", privacy: .none, limit: 256 << 20) else {
                throw CommandError(
                    .usage,
                    "there is no file \(file.path)",
                    details: ["@ before a value means the file of that name; @@ begins a text with one at sign"]
                )
            }
            argument.value = .unread(FileContent(path: file.path, bytes: bytes))
            return argument
        }
    }

    /// What `@@` before a text leaves of it.
    private static func literal(_ value: any UnreadValue, _ place: Int, _ arguments: [CmdletArgument]) -> String? {
        guard let words = (value as? ShellWords)?.words, words.count == 1, words[0].hasPrefix("@@"),
            isNamed(place, arguments)
        else { return nil }
        return String(words[0].dropFirst())
    }

    /// Whether a value stands behind the name of its parameter.
    private static func isNamed(_ place: Int, _ arguments: [CmdletArgument]) -> Bool {
        arguments[place].name != nil
            || place > 0 && arguments[place - 1].name != nil && arguments[place - 1].value == nil
    }

    /// The file that a value behind a parameter's name stands for.
    private static func file(_ value: any UnreadValue, _ place: Int, _ arguments: [CmdletArgument]) -> FileWord? {
        if let file = value as? FileWord { return file }
        guard let words = (value as? ShellWords)?.words, words.count == 1 else { return nil }
        return isNamed(place, arguments) ? FileWord(word: words[0]) : nil
    }
}
