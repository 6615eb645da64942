internal import EntraTokens
internal import ExchangeOnline

/// What the command line says about a journal.
struct JournalOptions {
    /// Where it is.
    let path: String?
    /// Whether it is gone on with.
    let resumes: Bool
    /// Whether what may have been executed is repeated.
    let retriesUnknown: Bool
    /// Whether rows go into a file.
    private let writesFile: Bool

    init(_ invocation: Invocation) throws {
        path = invocation.value("journal")
        resumes = invocation.has("resume")
        retriesUnknown = invocation.has("retry-unknown")
        if retriesUnknown, !resumes { throw invocation.usageError("--retry-unknown belongs to --resume") }
        if resumes, path == nil {
            throw invocation.usageError("--resume needs the journal of the run: --journal FILE")
        }
        let file = invocation.value("output-file").flatMap { $0 == "-" ? nil : $0 }
        writesFile = file != nil
        if resumes, let file, let facts = try? LocalFile.facts(file), facts.kind == .file, facts.size > 0 {
            throw invocation.usageError(
                "--output-file \(ShellQuotes.word(file)) may hold the rows of the run before, which --resume does not give again",
                details: ["name another file for those that are left"]
            )
        }
    }

    /// The options that go on with it.
    var again: String? {
        path.map { "--journal \(ShellQuotes.word($0)) --resume\(writesFile ? " --output-file OTHER" : "")" }
    }

    /// Begins it or goes on with it; `nil` where none is wanted.
    ///
    /// - Throws: ``CommandError``.
    func open(tenantID: String, cmdlet: String) throws -> BulkJournal? {
        guard let path else { return nil }
        do {
            return resumes
                ? try .resume(at: path, tenantID: tenantID, cmdlet: cmdlet)
                : try .begin(at: path, tenantID: tenantID, cmdlet: cmdlet)
        } catch let error as JournalError {
            throw Self.advised(error, path)
        }
    }

    private static func advised(_ error: JournalError, _ path: String) -> CommandError {
        let repair: String? =
            switch error.code {
            case .exists: "add --resume to go on with it, or name another"
            case .missing: "leave out --resume to begin"
            case .inUse: "wait for the other run, or name another journal"
            case .otherTenant: "choose the connection it was written with: --connection"
            case .keyMissing:
                "put \(path).key back as it was; a journal of another name, without --resume, makes all calls again"
            case .otherCmdlet, .damaged: "name another journal; this one stays as it is"
            default: nil
            }
        return CommandError(.usage, error.message + "; nothing was sent", repair: repair)
    }

    /// Tells why a run ended early, and how to go on with it.
    ///
    /// - Returns: What the process reports; `nil` where the run came to its end.
    func ending(of summary: BulkSummary, _ context: CommandContext) -> ExitCode? {
        let next = again.map { "the same command with \($0)" }
        if let stop = summary.stop {
            var error = ErrorReport.commandError(stop)
            guard !summary.hasMovedRows else {
                // The same again would stop at the same row.
                context.errors.error(error)
                return .incomplete
            }
            error.repair = [error.repair, next].compactMap(\.self).joined(separator: "\n")
            context.errors.error(error)
            return error.exitCode
        }
        guard context.interruption.isRequested else { return nil }
        context.errors.error(
            CommandError(
                .interrupted,
                "interrupted; everything that was begun has ended",
                repair: next ?? "a run with --journal FILE can be resumed; this one has none"
            )
        )
        return .interrupted
    }
}

extension BulkSummary {
    /// Whether it ended since rows of the table stand where they did not.
    var hasMovedRows: Bool { stop?.code == .invalidRequest }

    /// The numbers in a line.
    var text: String {
        var parts = ["\(done) done", "\(failed) failed"]
        if unknown > 0 { parts.append("\(unknown) unknown") }
        if skipped > 0 { parts.append("\(skipped) done before") }
        return parts.joined(separator: ", ")
    }
}
