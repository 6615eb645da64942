import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-TextExtraction: the text of a file that is plain text, or a message in MIME; other files are not read here.
///
/// Streams are named and numbered as scripts met them; that parts behind the first count on is a guess.
struct TextExtractionTest: CmdletHandler {
    private static let noun = "TextExtractionTest"
    private static let firstStream: Int64 = 8200

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let bytes = call.bytes("FileData"), !bytes.isEmpty else {
            throw AdminAPIError.transformation(parameter: "FileData", reason: "The file has no bytes.")
        }
        if call.isQuestion { return .confirmation("Extracting the text of a file.") }
        let text = FileText.text(of: bytes)
        guard !text.contains(where: { $0 == "\0" || $0 == "\u{FFFD}" }) else {
            throw AdminAPIError.notEmulated("the reading of this kind of file", stage: .cmdlet)
        }
        let streams = MessageTexts(text)?.parts ?? [("Text", text)]
        let results = streams.enumerated().map { place, stream -> JSONValue in
            [
                "StreamName": .string(stream.name), "StreamId": .integer(Self.firstStream + Int64(place)),
                "StreamTextLength": .integer(Int64(stream.text.count)), "ExtractedStreamText": .string(stream.text),
            ]
        }
        let row = ObjectShape.of(noun: Self.noun).row(Self.noun, ["ExtractedResults": .array(results)])
        return .row(Self.noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Confirm", "FileData", "WhatIf"], shape: nil) }
}
