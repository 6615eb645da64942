internal import ExchangeOnline
internal import ExoTransport

/// `exo api`: any route of the service, with a connection's token, host and headers.
enum APICommand {
    /// The greatest body that is read from a file.
    private static let limit = 64 << 20

    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let call = try call(invocation, context)
        let rows = try ReplyRows(invocation, context)
        let service = try ServiceConnection(invocation, context)
        let connection = try await service.open(
            context,
            verifiesAccess: false,
            repeating: invocation.value("repeat-tenant")
        )
        defer { service.keepAddress(of: connection, context) }
        if invocation.has("dry-run") {
            try RequestPreview(try connection.request(for: call), service).write(to: context.output)
            return .done
        }
        let reply = try await reply(to: call, connection)
        if let rows {
            try rows.write(try await reply.body.collect(upTo: limit), context)
            return .done
        }
        if invocation.has("include") {
            try context.output.line("HTTP \(reply.status)")
            for field in reply.headers.fields where field.name.lowercased() != "set-cookie" {
                try context.output.line(TerminalText.neutralised("\(field.name): \(field.value)"))
            }
            try context.output.line("")
        }
        guard context.terminal.outputIsTerminal else {
            for try await part in reply.body { try context.output.write(part) }
            return .done
        }
        var text = HarmlessText()
        for try await part in reply.body { try context.output.write(text.take(part)) }
        try context.output.write(text.finish())
        if !text.endsLine { try context.output.line("") }
        return .done
    }

    /// The reply; of a route that is not there it is told where they stand.
    private static func reply(to call: RouteCall, _ connection: ExchangeConnection) async throws -> HTTPResponse {
        do { return try await connection.reply(to: call) } catch var error as ExchangeError {
            if error.code == .notFound, error.repair == nil, error.exceptionType?.contains("ObjectNotFound") != true {
                error.repair = .advice("the routes are listed by: exo api GET '$metadata'")
            }
            throw error
        }
    }

    /// The call that the command line writes.
    private static func call(_ invocation: Invocation, _ context: CommandContext) throws -> RouteCall {
        let method = (invocation.argument(0) ?? "").uppercased()
        guard ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"].contains(method) else {
            throw invocation.usageError(
                "the method is GET, HEAD, POST, PATCH, PUT or DELETE, not '\(invocation.argument(0) ?? "")'"
            )
        }
        var call = RouteCall(method, invocation.argument(1) ?? "")
        for line in (invocation.value("header") ?? "").split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else {
                throw invocation.usageError("--header is written 'Name: value', not '\(line)'")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            call.headers.add(String(value), as: String(line[..<colon]))
        }
        if let file = invocation.value("input") {
            guard file != "-" || !invocation.has("access-token-stdin") else {
                throw invocation.usageError("standard input cannot hold both the token and the body")
            }
            call.body = try body(file, context)
        }
        if call.body == nil, ["POST", "PATCH", "PUT"].contains(method) {
            throw invocation.usageError("\(method) needs a body: --input <file>, or --input - for standard input")
        }
        return call
    }

    private static func body(_ file: String, _ context: CommandContext) throws -> [UInt8] {
        if file == "-" { return try context.input.readAll(descriptor: 0, limit: limit) }
        guard let bytes = try PrivateFile.read(file, what: "the body", privacy: .none) else {
            throw CommandError(.usage, "there is no file \(file)")
        }
        return bytes
    }
}
