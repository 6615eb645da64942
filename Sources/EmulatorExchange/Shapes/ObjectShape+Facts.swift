import CmdletCatalogue
import EmulatorCore
import ExoJSON
import Synchronization

extension ObjectShape {
    private static let made = Mutex<[String: ObjectShape]>([:])

    /// The shape of a noun after the catalogue's object table, or after its parameters where the table has no entry.
    static func of(noun: String) -> ObjectShape {
        if let shape = made.withLock({ $0[noun] }) { return shape }
        let known = CmdletCatalogue.object(ofNoun: noun)?.properties
        let shape = ObjectShape(
            noun: noun,
            typeName: typeName(of: noun),
            properties: ComplianceProperties.refined(
                ContentShape.properties(of: noun) ?? known?.filter { !$0.isWriteOnly }.map(PropertyShape.init)
                    ?? propertiesAfterParameters(of: noun),
                of: noun
            )
        )
        made.withLock { $0[noun] = shape }
        return shape
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
        case .flag: return .bool(facts.defaultValue?.lowercased() == "$true")
        case .int16, .int32, .int64: return .integer(facts.defaultValue.flatMap { Int64($0) } ?? 0)
        case .guid: return "00000000-0000-0000-0000-000000000000"
        case .localDate, .utcDate, .plainDate: return .null
        case .texts: return []
        case .text:
            if facts.isNullable || facts.json == "object" { return .null }
            if facts.isUnlimited { return "Unlimited" }
            switch facts.format {
            case "enum":
                let nothing = ["None", "NotDefined", "Undefined", "NotSpecified", "Unspecified"]
                let known = facts.defaultValue ?? nothing.first(where: facts.values.contains)
                return known.map { .string($0) } ?? .null
            case "size", "timespan", "dn", "identity", "url": return .null
            case "exchange-version": return "0.20 (15.0.0.0)"
            default: return facts.defaultValue.map { .string($0) } ?? ""
            }
        }
    }
}
