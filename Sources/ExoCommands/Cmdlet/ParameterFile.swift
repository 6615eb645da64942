internal import ExchangeOnline
internal import ExoJSON

/// The parameters that `--parameters` names: one JSON object in a file or on standard input.
enum ParameterFile {
    /// Reads them, where the option was given.
    ///
    /// - Throws: ``CommandError`` or ``UsageError``.
    static func parameters(_ invocation: Invocation, _ context: CommandContext) throws -> CmdletParameters {
        guard let name = invocation.value("parameters") else { return [:] }
        var bytes = try read(name, invocation, context)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        do {
            switch try JSONValue(parsing: bytes) {
            case .object(let object): return CmdletParameters(object)
            case .array:
                throw CommandError(
                    .usage,
                    "the parameters are a list; one call takes one object",
                    details: ["one object looks like {\"Identity\": \"adele\", \"CustomAttribute1\": \"x\"}"],
                    repair: "write one object a line, and run them all: exo bulk CMDLET --from FILE"
                )
            default: throw CommandError(.usage, "the parameters must be a JSON object, as in {\"Identity\": \"adele\"}")
            }
        } catch let error as JSONError {
            if isSeveral(bytes) {
                throw CommandError(
                    .usage,
                    "the parameters are several JSON texts (NDJSON); one call takes one object",
                    repair: "exo bulk CMDLET --from \(ShellQuotes.word(invocation.value("parameters") ?? "FILE"))"
                )
            }
            throw CommandError(.usage, "the parameters are not JSON", details: ["\(error)"])
        }
    }

    private static func read(
        _ name: String,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> [UInt8] {
        guard name == "-" else {
            guard let bytes = try PrivateFile.read(name, what: "the parameter file", privacy: .none) else {
                throw CommandError(.usage, "there is no parameter file \(name)")
            }
            return bytes
        }
        guard !invocation.has("access-token-stdin") else {
            throw invocation.usageError("standard input cannot hold both the token and the parameters")
        }
        return try context.input.readAll(descriptor: 0, limit: 64 << 20)
    }

    /// Whether each of the first two lines is a JSON text of its own.
    private static func isSeveral(_ bytes: ArraySlice<UInt8>) -> Bool {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2).prefix(2)
        return lines.count == 2
            && lines.allSatisfy { line in
                do { return try JSONValue(parsing: line).objectValue != nil } catch { return false }
            }
    }
}
