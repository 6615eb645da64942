internal import ExoJSON

extension CmdletCall {
    /// The call that a command line writes, with the parameters of `--parameters` after those of the words.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> CmdletCall {
        let words = invocation.cmdletWords
        var call = CmdletCall(
            name: words[0],
            arguments: try CommandLineReader.read(arguments: Array(words.dropFirst()))
        )
        guard let file = invocation.value("parameters") else { return call }
        for member in try object(file, invocation, context).members {
            call.arguments.append(.parameter(name: member.name, value: try value(member.value)))
        }
        return call
    }

    private static func object(
        _ file: String,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> JSONObject {
        let bytes: [UInt8]
        if file == "-" {
            guard !invocation.has("access-token-stdin") else {
                throw invocation.usageError("standard input cannot hold both the token and the parameters")
            }
            bytes = try context.input.readAll(descriptor: 0, limit: 64 << 20)
        } else {
            guard let read = try PrivateFile.read(file, what: "the parameter file", privacy: .none) else {
                throw CommandError(.usage, "there is no parameter file \(file)")
            }
            bytes = read
        }
        do {
            if let object = try JSONValue(parsing: bytes).objectValue { return object }
        } catch let error as JSONError {
            throw CommandError(.usage, "the parameters are not JSON", details: ["\(error)"])
        }
        throw CommandError(.usage, "the parameters must be a JSON object, as in {\"Identity\": \"adele\"}")
    }

    private static func value(_ value: JSONValue) throws -> PowerShellValue {
        switch value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer, .unsigned, .double: .text(value.text())
        case .string(let text): .text(text)
        case .array(let elements): .list(try elements.map { try self.value($0) })
        case .object(let object):
            .table(try object.members.map { PowerShellValue.Entry(key: $0.name, value: try self.value($0.value)) })
        }
    }
}
