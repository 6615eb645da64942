import ExchangeOnline
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

    static let all: [RecordedLine] = {
        var path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        path += ["Fixtures", "powershell-lines.jsonl"]
        guard let data = try? Data(contentsOf: URL(filePath: path.joined(separator: "/"))) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { row in
            guard let value = try? JSONValue(parsing: Array(row)), let line = value["line"]?.stringValue else {
                return nil
            }
            return RecordedLine(
                group: value["group"]?.stringValue ?? "",
                line: line,
                sent: (value["sent"]?.arrayValue ?? []).map {
                    ($0["cmdlet"]?.stringValue ?? "", $0["parameters"]?.objectValue ?? [:])
                },
                errorID: value["error"]?["id"]?.stringValue
            )
        }
    }()

    /// What we do otherwise than PowerShell did; `nil` for nothing.
    var difference: String? {
        do {
            // The record was made in UTC.
            let calls = try CommandLineReader.read(line: line).map { try BoundCmdlet($0, localTime: .utc).asking }
            if let errorID { return "it was refused with \(errorID) and is bound to \(calls)" }
            guard calls.count == sent.count else { return "\(sent.count) calls were sent and \(calls.count) are bound" }
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
        } catch let error as BindingError {
            guard let errorID else { return "it was sent and is refused: \(error.code) \(error)" }
            let expected = Self.codes[errorID] ?? []
            return expected.contains(error.code) ? nil : "refused with \(errorID), here with \(error.code): \(error)"
        } catch {
            return "\(error)"
        }
    }
}
