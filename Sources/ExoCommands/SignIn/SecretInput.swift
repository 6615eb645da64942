/// Reads secrets by which sign-ins prove themselves; never from an argument.
enum SecretInput {
    /// The most bytes a secret may have.
    private static let limit = 1 << 16

    /// A secret of a descriptor, 0 for standard input.
    static func read(descriptor: Int32, what: String, _ context: CommandContext) throws -> [UInt8] {
        if descriptor == 0, context.terminal.inputIsTerminal { return try ask(for: what, context) }
        let place = descriptor == 0 ? "standard input" : "file descriptor \(descriptor)"
        return try line(of: try context.input.readAll(descriptor: descriptor, limit: limit), what: what, from: place)
    }

    /// A secret of a file that not everybody may read.
    static func read(file: String, what: String) throws -> [UInt8] {
        guard let bytes = try PrivateFile.read(file, what: "the file of \(what)", privacy: .notWorldReadable) else {
            throw CommandError(
                .notConnected,
                "there is no file \(file) with \(what)",
                repair: "put it there: (umask 077; cat > \(ShellQuotes.word(file))), or name the file that has it"
            )
        }
        return try line(of: bytes, what: what, from: file)
    }

    /// A secret of a variable of the environment.
    static func read(variable name: String, what: String, _ environment: [String: String]) throws -> [UInt8] {
        guard let text = environment[name] else {
            throw CommandError(
                .notConnected,
                "the variable \(name) is not set, which holds \(what)",
                repair: "set it where exo runs, or give \(what) as a file"
            )
        }
        return try line(of: Array(text.utf8), what: what, from: "the variable \(name)")
    }

    /// Asks on the terminal, which shows nothing of what is typed.
    static func ask(for what: String, _ context: CommandContext) throws -> [UInt8] {
        context.errors.prompt("Type \(what) (nothing is shown) and press Return: ")
        let answer = try context.input.readHiddenLine()
        context.errors.write("")
        return try line(of: Array((answer ?? "").utf8), what: what, from: "the terminal")
    }

    /// The text without the line end that a file leaves behind it.
    private static func line(of bytes: [UInt8], what: String, from place: String) throws -> [UInt8] {
        var bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw CommandError(.notConnected, "\(what) from \(place) is empty") }
        guard bytes.count <= limit else { throw CommandError(.notConnected, "\(what) from \(place) is too long") }
        return Array(bytes)
    }
}
