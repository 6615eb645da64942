import CmdletCatalogue
import ExoJSON

extension ObjectShape {
    /// What every object of the service shows.
    private static let common: [(name: String, kind: PropertyKind)] = [
        ("AdminDisplayName", .text), ("DistinguishedName", .text), ("ExchangeObjectId", .guid),
        ("ExchangeVersion", .text), ("Guid", .guid), ("Id", .text), ("Identity", .text), ("IsValid", .flag),
        ("Name", .text), ("ObjectCategory", .text), ("ObjectClass", .texts), ("ObjectState", .text),
        ("OrganizationalUnitRoot", .text), ("OrganizationId", .text), ("OriginatingServer", .text),
        ("WhenChanged", .localDate), ("WhenChangedUTC", .utcDate), ("WhenCreated", .localDate),
        ("WhenCreatedUTC", .utcDate),
    ]

    /// Parameters that say how a cmdlet runs, and nothing of an object.
    private static let control: Set = [
        "Confirm", "DomainController", "Force", "ForceDeletion", "Identity", "RetryDistribution", "WhatIf",
    ]

    /// What an object of a noun without an entry in the object table shows: what all have, and what New-, Set- and Enable-
    /// write, by name.
    static func propertiesAfterParameters(of noun: String) -> [PropertyShape] {
        var all = common.map { PropertyShape(name: $0.name, kind: $0.kind, fallback: fallback($0.kind)) }
        var names = Set(all.map { $0.name.lowercased() })
        let parameters = ["New", "Set"].flatMap { CmdletCatalogue.cmdlet(named: "\($0)-\(noun)")?.parameters ?? [] }
        let lists = Set(parameters.map(\.name))
        for parameter in parameters where !control.contains(parameter.name) && !changesList(parameter.name, of: lists) {
            guard names.insert(parameter.name.lowercased()).inserted else { continue }
            if let property = PropertyShape(parameter) { all.append(property) }
        }
        return all.sorted { $0.name.lowercased() < $1.name.lowercased() }
    }

    /// Whether a parameter adds to the list of another one, or takes from it.
    private static func changesList(_ name: String, of lists: Set<String>) -> Bool {
        ["Add", "Remove"].contains { name.hasPrefix($0) && lists.contains(String(name.dropFirst($0.count))) }
    }

    fileprivate static func fallback(_ kind: PropertyKind) -> JSONValue {
        switch kind {
        case .flag: false
        case .int16, .int32, .int64, .uint16, .uint64: 0
        case .guid: .string(GUIDText.empty)
        case .texts: []
        case .text, .localDate, .utcDate, .plainDate: .null
        }
    }
}

extension PropertyShape {
    /// The property that a parameter writes; `nil` for secrets and files, which no object shows.
    fileprivate init?(_ parameter: ParameterFacts) {
        let isList = parameter.type.hasSuffix("[]")
        let type = isList ? String(parameter.type.dropLast(2)) : parameter.type
        let kind = CmdletCatalogue.type(named: type)?.kind ?? "object"
        if ["secret", "credential", "bytes"].contains(kind) { return nil }
        let shown: PropertyKind =
            switch kind {
            case _ where isList: .texts
            case "multivalue", "hashtable": .texts
            case "switch", "bool": .flag
            case "int": .int32
            case "guid": .guid
            case "datetime": parameter.name.hasSuffix("UTC") ? .utcDate : .localDate
            default: .text
            }
        let format: PropertyFormat? =
            switch kind {
            case "size": .size
            case "timespan": .span
            default: nil
            }
        self.init(
            name: parameter.name,
            kind: shown,
            fallback: ObjectShape.fallback(shown),
            format: format,
            isUnlimited: kind == "unlimited"
        )
    }
}
