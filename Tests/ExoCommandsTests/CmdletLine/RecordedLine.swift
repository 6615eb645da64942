import ExchangeOnline
import TestSupport
import Testing

@testable import ExoCommands

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One line of the record.
struct RecordedLine: Sendable, CustomTestStringConvertible {
    var group: String
    var line: String
    var sent: [(name: String, parameters: JSONObject)]
    var errorID: String?
    /// Whether it runs against the emulator as it was seeded and the lines before it left it.
    var runs = false

    var testDescription: String { line }

    /// The groups in which every line counts.
    static let demandedGroups: Set = [
        "case and names", "dashes", "result size", "switch", "bool", "int", "multi-valued", "size", "filter",
    ]

    /// What PowerShell's error names mean here.
    private static let codes: [String: Set<BindingError.Code>] = [
        "AmbiguousParameter": [.ambiguousParameter], "MissingArgument": [.missingArgument],
        "PositionalParameterNotFound": [.unexpectedArgument], "ParameterAlreadyBound": [.repeatedParameter],
        "NamedParameterNotFound": [.unknownParameter], "CommandNotFoundException": [.unknownCmdlet],
        "CannotConvertArgumentNoMessage": [.transformation],
        "ParameterArgumentTransformationError": [.transformation, .exposedSecret],
        "ParameterArgumentValidationError": [.emptyArgument],
        "ParameterArgumentValidationErrorNullNotAllowed": [.emptyArgument],
        "MissingMandatoryParameter": [.missingMandatory], "AmbiguousParameterSet": [.parameterSet],
        "FormatException": [.resultSize], "Microsoft.PowerShell.Commands.WriteErrorException": [.resultSize],
        "TerminatorExpectedAtEndOfString": [.syntax], "MissingExpression": [.syntax],
        "MissingEqualsInHashLiteral": [.syntax], "MissingStatementInHashLiteral": [.syntax],
    ]

    static let all = read("powershell-lines.jsonl")

    /// Lines of our own in every form that the documentation of the cmdlets uses, and what PowerShell makes of each.
    static let documented = read("documentation-lines.jsonl")

    private static func read(_ file: String) -> [RecordedLine] {
        var path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        path += ["Fixtures", Substring(file)]
        guard let data = try? Data(contentsOf: URL(filePath: path.joined(separator: "/"))) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { row in
            guard let value = try? JSONValue(parsing: Array(row)), let line = value["line"]?.stringValue else {
                return nil
            }
            return RecordedLine(
                group: value["group"]?.stringValue ?? value["form"]?.stringValue ?? "",
                line: line,
                sent: (value["sent"]?.arrayValue ?? []).map {
                    ($0["cmdlet"]?.stringValue ?? "", $0["parameters"]?.objectValue ?? [:])
                },
                errorID: value["error"]?["id"]?.stringValue,
                runs: value["runs"]?.boolValue ?? false
            )
        }
    }

    /// What we do otherwise than PowerShell did; `nil` for nothing.
    var difference: String? {
        get async throws {
            let run = try TestRun()
            run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
            run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
            // What it was recorded with: three mailboxes, whatever is asked for.
            let rows = (0..<3).map { "{\"Identity\":\"user\($0)\",\"Name\":\"user\($0)\"}" }.joined(separator: ",")
            let transport = AnsweringTransport { _ in .json("{\"value\":[\(rows)]}") }
            run.transport = transport
            run.useTerminal()
            run.hasStatusLine = false
            run.lines = Array(repeating: "n", count: 8)
            // The record was made in UTC.
            let pipelines: [LinePipeline]
            do {
                pipelines = try CommandLineReader.read(line: line)
                for pipeline in pipelines where pipeline.calls.count == 1 && pipeline.values == nil {
                    let call = pipeline.calls[0]
                    _ = try LineTraps.notes(call, BindableCmdlet(named: call.name))
                }
            } catch let error as BindingError { return difference(error) }
            guard pipelines.contains(where: { $0.calls.count > 1 || $0.values != nil }) else {
                do {
                    return difference(try pipelines.map { try BoundCmdlet($0.calls[0].cmdlet, localTime: .utc).asking })
                } catch let error as BindingError { return difference(error) }
            }
            let outcome = await run("shell", "-c", line)
            if let errorID {
                return outcome.code == .usage && transport.requests.isEmpty
                    ? nil : "it was refused with \(errorID), and gives \(outcome.code)"
            }
            guard outcome.code == .done else { return "it was sent, and is refused: \(outcome.errors)" }
            let calls = try transport.requests.map { request in
                try JSONValue(parsing: request.body ?? [])["CmdletInput"]?.objectValue ?? [:]
            }
            return difference(calls.map { ($0["CmdletName"]?.stringValue ?? "", $0["Parameters"]?.objectValue ?? [:]) })
        }
    }

    private func difference(_ calls: [BoundCmdlet]) -> String? {
        if let errorID { return "it was refused with \(errorID) and is bound to \(calls)" }
        return difference(calls.map { ($0.name, $0.parameters) })
    }

    private func difference(_ calls: [(name: String, parameters: JSONObject)]) -> String? {
        guard calls.count == sent.count else { return "\(sent.count) calls were sent and \(calls.count) are" }
        for (call, expected) in zip(calls, sent) {
            guard call.name.lowercased() == expected.name.lowercased() else {
                return "the cmdlet was \(expected.name) and is \(call.name)"
            }
            guard call.parameters == expected.parameters else {
                return "sent \(JSONValue.object(expected.parameters).text()), "
                    + "bound \(JSONValue.object(call.parameters).text())"
            }
        }
        return nil
    }

    private func difference(_ error: BindingError) -> String? {
        guard let errorID else { return "it was sent and is refused: \(error.code) \(error)" }
        let expected = Self.codes[errorID] ?? []
        return expected.contains(error.code) ? nil : "refused with \(errorID), here with \(error.code): \(error)"
    }
}
