import EmulatorCore
import ExoJSON

/// Lists of words: a file with one on each line, or with commas between, is read back as one text.
struct KeywordDictionaryRule: ObjectRule {
    private static let file = "FileData"
    private static let words = "KeywordDictionary"

    func takes(_ parameter: String) -> Bool { parameter == Self.file }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard call[Self.file] != nil else { return }
        guard let bytes = call.bytes(Self.file) else {
            throw AdminAPIError.transformation(parameter: Self.file, reason: "The file has no bytes.")
        }
        draft.store(Self.words, .string(Self.words(in: bytes)))
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        var shown: JSONObject = ["Identity": .string(object.guid)]
        // Dictionaries of before kept the file.
        if object.properties[Self.words] == nil, let bytes = object.properties[Self.file].flatMap(FileText.bytes) {
            shown[Self.words] = .string(Self.words(in: bytes))
        }
        return shown
    }

    private static func words(in bytes: [UInt8]) -> String {
        FileText.text(of: bytes).split { $0.isNewline || $0 == "," }.map(\.trimmingBlanks).filter { !$0.isEmpty }
            .joined(separator: ", ")
    }
}
