import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// What objects of Security & Compliance show that no parameter of theirs is called after.
enum ComplianceProperties {
    /// By noun, after the program's table: nouns with commas between, name, kind, and the default as JSON.
    private static let byNoun: [String: [PropertyShape]] = {
        let file = EmbeddedFile.complianceProperties
        var all: [String: [PropertyShape]] = [:]
        for words in file.table(columns: 4) {
            guard words.count == 4, let kind = PropertyKind(rawValue: String(words[2])) else {
                preconditionFailure("\(file.rawValue): \(words)")
            }
            do {
                let fallback = try JSONValue(parsing: String(words[3]))
                let property = PropertyShape(name: String(words[1]), kind: kind, fallback: fallback)
                for noun in words[0].split(separator: ",") { all[String(noun), default: []].append(property) }
            } catch {
                preconditionFailure("\(file.rawValue): \(words): \(error)")
            }
        }
        return all
    }()

    /// The properties of a noun with those of the table.
    static func refined(_ properties: [PropertyShape], of noun: String) -> [PropertyShape] {
        guard let own = byNoun[noun] else { return properties }
        let names = Set(own.map { $0.name.lowercased() })
        let all = properties.filter { !names.contains($0.name.lowercased()) } + own
        return all.sorted { $0.name.lowercased() < $1.name.lowercased() }
    }
}
