import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-DataClassification: the kinds of sensitive information in a text, how often they stand there, and how sure that is.
///
/// What the service's own kinds look for is told of few in the program's table: of others nothing is found, and asking for one
/// by name is refused. How matches are listed is a guess after what scripts read.
struct DataClassificationTest: CmdletHandler {
    private static let noun = "DataClassificationTest"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let texts = (call.text("TextToClassify").map { [$0] } ?? []) + Self.extracted(call)
        guard !texts.isEmpty else { throw AdminAPIError.missingParameters(["TextToClassify"]) }
        let classifier = try SensitiveClassifier(scope)
        let wanted = try call.texts("ClassificationNames").map { names in
            let kinds = try SensitiveClassifier.kinds(scope)
            return Set(
                try names.map { name in
                    guard let kind = kinds.first(where: { $0.guid.isSame(as: name) || $0.name.isSame(as: name) }) else {
                        throw AdminAPIError.notFound(name, noun: call.facts.noun)
                    }
                    guard classifier.knows(kind.guid) else {
                        throw AdminAPIError.notEmulated("what \"\(kind.name)\" looks for", stage: .cmdlet)
                    }
                    return kind.guid
                }
            )
        }
        let findings = classifier.findings(in: texts.joined(separator: "\n"), of: wanted)
        let results = findings.map { finding -> JSONValue in
            let matches = finding.matches.map { JSONValue.object(["Value": .string($0.text)]) }
            return [
                "ClassificationName": .string(finding.name), "ClassificationId": .string(finding.id),
                "Count": .integer(Int64(finding.matches.count)), "ConfidenceLevel": .integer(finding.confidence),
                "SensitiveInformationDetections": .array(matches),
            ]
        }
        let row = ObjectShape.of(noun: Self.noun).row(Self.noun, ["ClassificationResults": .array(results)])
        return .row(Self.noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["ClassificationNames", "TestTextExtractionResults", "TextToClassify"], shape: nil)
    }

    /// The texts that Test-TextExtraction took from a file.
    private static func extracted(_ call: BoundCall) -> [String] {
        guard case .value(let value)? = call["TestTextExtractionResults"] else { return [] }
        return (value.arrayValue ?? [value]).compactMap { stream in
            (stream["ExtractedStreamText"] ?? stream).stringValue
        }
    }
}
