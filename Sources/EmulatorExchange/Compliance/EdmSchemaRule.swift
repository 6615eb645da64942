import EmulatorCore
import ExoJSON

/// Schemas of tables whose values are matched exactly: each is called after the data store that its file describes.
///
/// The words of the refusal are a guess.
struct EdmSchemaRule: ObjectRule {
    static let noun = "DlpEdmSchema"
    private static let file = "FileData"

    func takes(_ parameter: String) -> Bool { parameter == Self.file }

    /// The name of the data store that a call's file describes, and the text of the file.
    static func schema(_ call: BoundCall) throws -> (store: String, text: String) {
        let text = call.bytes(file).map(FileText.text) ?? ""
        guard let store = XMLTag.first(named: "DataStore", in: text)?["name"], !store.isEmpty else {
            throw AdminAPIError.invalidOperation("The file isn't an EDM schema: it has no DataStore with a name.")
        }
        return (store, text)
    }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        let (store, text) = try Self.schema(call)
        let others = try scope.objects.objects(named: store, of: draft.object.objectClass) { other in
            other.guid != draft.object.guid && other.name.lowercased() == store.lowercased()
        }
        guard others.isEmpty else { throw AdminAPIError.alreadyThere(store, noun: Self.noun) }
        draft.object.name = store
        draft.store("DataStoreName", .string(store))
        draft.store("EdmSchemaXml", .string(text))
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        // Schemas of before kept the file alone.
        guard object.text("EdmSchemaXml") == nil,
            let text = object.properties[Self.file].flatMap(FileText.bytes).map(FileText.text)
        else { return [:] }
        let store = XMLTag.first(named: "DataStore", in: text)?["name"] ?? ""
        return ["DataStoreName": .string(store), "EdmSchemaXml": .string(text)]
    }
}
