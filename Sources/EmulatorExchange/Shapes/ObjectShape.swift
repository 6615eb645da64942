import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The properties of what a noun's Get- cmdlet returns, in the service's order.
struct ObjectShape: Sendable {
    /// The noun, as a client sees it: `Mailbox`.
    let noun: String
    /// The service's class, as typed answers name it.
    let typeName: String
    let properties: [PropertyShape]
    /// Every member as it is when the object says nothing, each followed by a comma.
    let fallbackText: [UInt8]
    /// Where the members begin in that text, and where it ends.
    let fallbackStarts: [Int]
    /// What stands before values, apart from the properties, which every thread that touches them counts.
    let openings: MemberOpenings
    private let preparedCLIXML = CLIXMLShape.Cache()
    private let places: [String: Int]
    private let loosePlaces: [String: Int]

    /// Takes what objects of the noun show of some properties: all but those that the program's table says they do not.
    init(noun: String, typeName: String, properties: [PropertyShape]) {
        let hidden = Self.hidden[noun] ?? []
        let properties = hidden.isEmpty ? properties : properties.filter { !hidden.contains($0.name) }
        self.noun = noun
        self.typeName = typeName
        self.properties = properties
        var text: [UInt8] = []
        var starts = [0]
        for property in properties {
            text += property.fallbackMember
            text.append(UInt8(ascii: ","))
            starts.append(text.count)
        }
        fallbackText = text
        fallbackStarts = starts
        openings = MemberOpenings(properties)
        places = Dictionary(properties.enumerated().map { ($1.name, $0) }) { first, _ in first }
        loosePlaces = Dictionary(properties.enumerated().map { ($1.name.lowercased(), $0) }) { first, _ in first }
    }

    /// Properties by noun that the catalogue's table has and the service's objects do not show.
    private static let hidden: [String: Set<String>] = {
        var all: [String: Set<String>] = [:]
        for line in EmbeddedFile.moreProperties.text.split(separator: "\n") where line.hasPrefix("- ") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 2 else { preconditionFailure("\(EmbeddedFile.moreProperties.rawValue): \(line)") }
            all[words[1], default: []].formUnion(words[2...])
        }
        return all
    }()

    /// What rows have in common in CLIXML.
    var clixml: CLIXMLShape { preparedCLIXML.shape(properties) }

    /// Where a property stands, the name spelled exactly.
    func place(of name: String) -> Int? { places[name] }

    /// Where a property stands, names compared without letter case.
    func place(ignoringCase name: String) -> Int? { places[name] ?? loosePlaces[name.lowercased()] }

    /// The property of a name, compared without letter case.
    func property(_ name: String) -> PropertyShape? { place(ignoringCase: name).map { properties[$0] } }

    /// Names of enumerations that say nothing, the one that is meant most often first.
    static let namesOfNothing = ["None", "NotDefined", "Undefined", "NotSpecified", "Unspecified"]

    /// What Get-Mailbox returns.
    static let mailbox = ObjectShape(
        noun: "Mailbox",
        typeName: "Microsoft.Exchange.Data.Directory.Management.Mailbox",
        table: .mailboxProperties
    )

    /// Reads a table of the program with a line of name, kind and default value for every property.
    private init(noun: String, typeName: String, table: EmbeddedFile) {
        let known = CmdletCatalogue.object(ofNoun: noun)
        let properties = table.table(columns: 3).map { words -> PropertyShape in
            guard words.count == 3, let kind = PropertyKind(rawValue: String(words[1])) else {
                preconditionFailure("\(table.rawValue): \(words)")
            }
            let name = String(words[0])
            let facts = known?.property(named: name)
            do {
                return PropertyShape(
                    name: name,
                    kind: kind,
                    fallback: try JSONValue(parsing: String(words[2])),
                    format: facts.flatMap { PropertyFormat($0) },
                    isUnlimited: facts?.isUnlimited ?? false
                )
            } catch {
                preconditionFailure("\(table.rawValue): \(words): \(error)")
            }
        }
        self.init(noun: noun, typeName: typeName, properties: properties)
    }
}
