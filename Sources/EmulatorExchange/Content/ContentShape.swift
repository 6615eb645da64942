import EmulatorCore
import ExoJSON

/// What the objects of mail, folders, logs and jobs show, after the program's table.
enum ContentShape {
    private static let byNoun: [String: (typeName: String, properties: [PropertyShape])] = {
        var all: [String: (typeName: String, properties: [PropertyShape])] = [:]
        var noun = ""
        for words in EmbeddedFile.contentShapes.table(columns: 3) {
            if words[0] == "@" {
                noun = String(words[1])
                all[noun] = (String(words[2]), [])
                continue
            }
            guard words.count == 3, let kind = PropertyKind(rawValue: String(words[1])) else {
                preconditionFailure("\(EmbeddedFile.contentShapes.rawValue): \(words)")
            }
            do {
                let fallback = try JSONValue(parsing: String(words[2]))
                all[noun]?.properties.append(PropertyShape(name: String(words[0]), kind: kind, fallback: fallback))
            } catch {
                preconditionFailure("\(EmbeddedFile.contentShapes.rawValue): \(words): \(error)")
            }
        }
        return all
    }()

    /// The properties of a noun, `nil` where the table has none.
    static func properties(of noun: String) -> [PropertyShape]? { byNoun[noun]?.properties }

    static func typeName(of noun: String) -> String? { byNoun[noun]?.typeName }
}

extension ObjectShape {
    /// A row of it.
    func row(_ title: String, _ values: JSONObject) -> ObjectRow {
        var row = ObjectRow(shape: self, title: title)
        for member in values.members { row[member.name] = member.value }
        return row
    }
}
