/// The lines of a shell that come back: `$XDG_STATE_HOME/exo/history`, for its owner alone and without secrets.
struct ShellHistory {
    /// How many lines are kept.
    static let limit = 1000

    private let folder: String
    private var path: String { folder + "/history" }

    /// Finds the file.
    ///
    /// - Returns: `nil` where no folder for it is known.
    init?(_ context: CommandContext) {
        if let state = context.variable("XDG_STATE_HOME"), state.hasPrefix("/") {
            folder = state + "/exo"
        } else if let home = context.variable("HOME"), home.hasPrefix("/") {
            folder = home + "/.local/state/exo"
        } else {
            return nil
        }
    }

    /// The lines, the oldest first.
    ///
    /// - Throws: ``CommandError``.
    func lines() throws -> [String] {
        let bytes = try PrivateFile.read(path, what: "the history", privacy: .none) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(Self.limit).map(String.init)
    }

    /// Keeps a line, unless it has a secret in it; several lines become one, where that means the same.
    ///
    /// - Returns: What is kept, `nil` for nothing.
    /// - Throws: ``CommandError``.
    func keep(_ text: String) throws -> String? {
        let line = Self.oneLine(text)
        guard !line.isEmpty, Self.meansTheSame(line, text), !SecretLine.isOne(text) else { return nil }
        var kept = try lines()
        kept.removeAll { $0 == line }
        kept.append(line)
        let elsewhere = "set XDG_STATE_HOME to a folder that can be written in"
        try PrivateFile.makeFolder(folder, elsewhere: elsewhere)
        let text = kept.suffix(Self.limit).joined(separator: "\n") + "\n"
        try PrivateFile.replace(path, with: Array(text.utf8), elsewhere: elsewhere)
        return line
    }

    /// A text as one line, its continuations joined.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { line in
            var line = line
            while line.last == " " || line.last == "`" { line.removeLast() }
            return String(line)
        }.joined(separator: " ")
    }

    /// Whether a text says as one line what it says; a line break within quotes, or behind a remark, is part of what it says.
    private static func meansTheSame(_ line: String, _ text: String) -> Bool {
        guard text.contains(where: \.isNewline) else { return true }
        // What cannot be read, or not as one line, does not.
        do { return try content(of: line) == content(of: text) } catch { return false }
    }

    /// The values and words of a line's pipelines.
    private static func content(of text: String) throws -> [[[String]]] {
        try CommandLineReader.read(line: text).map { pipeline in
            [(pipeline.values ?? []).map(LineCall.word)] + pipeline.calls.map { [$0.name] + $0.words }
        }
    }
}
