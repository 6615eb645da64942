import CmdletCatalogue
import EmulatorCore
import ExoJSON
import Synchronization

extension ObjectShape {
    private static let made = Mutex<[String: ObjectShape]>([:])

    /// The shape of a noun after the catalogue's object table, or after its parameters where the table has no entry.
    static func of(noun: String) -> ObjectShape {
        if let shape = made.withLock({ $0[noun] }) { return shape }
        let known = CmdletCatalogue.object(ofNoun: noun)?.properties.filter { !$0.isWriteOnly }.map(PropertyShape.init)
        let more = moreProperties[noun] ?? []
        let shape = ObjectShape(
            noun: noun,
            typeName: typeName(of: noun),
            properties: RuleWords.refined(
                ComplianceProperties.refined(
                    ContentShape.properties(of: noun)
                        ?? merged(
                            known
                                ?? (more.contains { $0.name == "Identity" } ? [] : propertiesAfterParameters(of: noun)),
                            with: more
                        ),
                    of: noun
                ),
                of: noun
            )
        )
        made.withLock { $0[noun] = shape }
        return shape
    }

    /// Properties by noun that the object table lacks or has in another type; of a noun that the table lacks these are all where
    /// its identity is among them, else they stand beside what its cmdlets write.
    private static let moreProperties: [String: [PropertyShape]] = Dictionary(
        grouping: EmbeddedFile.moreProperties.propertyTable()
    ) { $0.noun }.mapValues { $0.map(\.property) }

    /// Properties in the order of their names, those of the second list in the place of those of the first.
    private static func merged(_ table: [PropertyShape], with more: [PropertyShape]) -> [PropertyShape] {
        guard !more.isEmpty else { return table }
        let names = Set(more.map(\.name))
        return (table.filter { !names.contains($0.name) } + more).sorted { $0.name.lowercased() < $1.name.lowercased() }
    }

    private static func typeName(of noun: String) -> String {
        switch noun {
        case "Recipient", "DistributionGroupMember": "Microsoft.Exchange.Data.Directory.Management.ReducedRecipient"
        case "OrganizationConfig": "Microsoft.Exchange.Data.Directory.Management.OrganizationConfig"
        case "AcceptedDomain": "Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain"
        default: ContentShape.typeName(of: noun) ?? "Microsoft.Exchange.Data.Directory.Management.\(noun)"
        }
    }
}

extension EmbeddedFile {
    /// The lines of a table of properties: noun, name, kind, default, and the format of sizes and spans.
    fileprivate func propertyTable() -> [(noun: String, property: PropertyShape)] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("- ") }.map { line in
            var words = line.split(separator: " ", maxSplits: 3).map(String.init)
            let formats = [" size": PropertyFormat.size, " span": .span, " unlimited": .size]
            var format: PropertyFormat?
            let isUnlimited = words.last?.hasSuffix(" unlimited") == true
            if words.count == 4, let (ending, found) = formats.first(where: { words[3].hasSuffix($0.key) }) {
                words[3].removeLast(ending.count)
                format = found
            }
            do {
                guard words.count == 4, let kind = PropertyKind(rawValue: words[2]) else {
                    preconditionFailure("\(rawValue): \(line)")
                }
                let fallback = try JSONValue(parsing: words[3])
                let property = PropertyShape(
                    name: words[1],
                    kind: kind,
                    fallback: fallback,
                    format: format,
                    isUnlimited: isUnlimited
                )
                return (words[0], property)
            } catch {
                preconditionFailure("\(rawValue): \(line): \(error)")
            }
        }
    }
}

extension PropertyShape {
    /// The shape of a property that the catalogue knows.
    init(_ facts: PropertyFacts) {
        let kind = Self.kind(of: facts)
        self.init(
            name: facts.name,
            kind: kind,
            fallback: Self.fallback(of: facts, kind: kind),
            format: PropertyFormat(facts),
            isUnlimited: facts.isUnlimited
        )
    }

    private static func kind(of facts: PropertyFacts) -> PropertyKind {
        // The tables take some dates from a model that counts them.
        if facts.name.hasPrefix("When") || facts.format == "datetime" {
            return facts.name.hasSuffix("UTC") ? .utcDate : .localDate
        }
        if facts.json.hasPrefix("array") { return .texts }
        switch facts.json {
        case "boolean": return .flag
        case "integer": return .int32
        default:
            let isText = ["ExternalDirectoryObjectId", "Identity", "ImmutableId"].contains(facts.name)
            return facts.format == "guid" && !isText ? .guid : .text
        }
    }

    private static func fallback(of facts: PropertyFacts, kind: PropertyKind) -> JSONValue {
        switch kind {
        // What was seen to be nothing is nothing, whatever a parameter takes.
        case .flag where facts.isNullable: return .null
        case _ where kind.isInteger && facts.isNullable: return .null
        case .flag: return .bool(facts.defaultValue?.lowercased() == "$true")
        case .int16, .int32, .int64, .uint16, .uint64: return .integer(facts.defaultValue.flatMap { Int64($0) } ?? 0)
        case .guid: return .string(GUIDText.empty)
        case .localDate, .utcDate, .plainDate: return .null
        case .texts: return facts.isNullable ? .null : []
        case .text:
            if facts.isNullable || facts.json == "object" { return .null }
            if facts.isUnlimited { return "Unlimited" }
            switch facts.format {
            case "enum":
                let known = facts.defaultValue ?? ObjectShape.namesOfNothing.first(where: facts.values.contains)
                return known.map { .string($0) } ?? .null
            case "size", "timespan", "dn", "identity", "url": return .null
            case "exchange-version": return "0.20 (15.0.0.0)"
            default: return facts.defaultValue.map { .string($0) } ?? ""
            }
        }
    }
}
