internal import ExchangeOnline
internal import ExoJSON

/// `exo changelog verify`.
enum ChangeLogVerify {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let path = invocation.argument(0) ?? ""
        let report = try ChangeLogReport(ofLog: path)
        for fault in report.faults {
            context.errors.error(CommandError(.failed, "line \(fault.line) of \(path): \(fault.message)"))
        }
        for change in report.unfinished {
            func text(_ name: String) -> String { change[name]?.stringValue ?? "?" }
            context.errors.warning(
                "\(text("cmdlet")) of \(text("time")) (run \(text("run"))) has no end: look at what it was about"
            )
        }
        try settings.printOne(
            [
                "File": .string(path),
                "Intact": .bool(report.isIntact),
                "Lines": .integer(Int64(report.lines)),
                "Changes": .integer(Int64(report.changes)),
                "Unfinished": .integer(Int64(report.unfinished.count)),
                "Faults": .integer(Int64(report.faults.count)),
                "LastDigest": report.lastDigest.map { .string($0) } ?? .null,
            ],
            context
        )
        return report.isIntact ? .done : .failed
    }
}
