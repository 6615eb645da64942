import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// What content explorer looks for: a kind of sensitive information, a label, or what nothing here bears.
enum ContentExplorerTag: Sendable {
    case kind(String, level: ConfidenceLevel?)
    case retention(String)
    /// Labels of sensitivity are put on by people's programs, and classifiers learn, of which there is neither here.
    case nothing

    /// - Throws: ``AdminAPIError`` where there is no such tag.
    init(_ call: BoundCall, _ scope: CallScope) throws {
        let name = call.text("TagName") ?? ""
        func object(_ noun: ComplianceNoun?) throws -> ExchangeObject {
            guard let noun else { throw AdminAPIError.notFound(name, noun: call.facts.noun) }
            try noun.prepare(scope)
            return try noun.object(named: name, scope)
        }
        switch call.text("TagType")?.lowercased() {
        case "sensitiveinformationtype":
            let kind = try object(.named("DlpSensitiveInformationType"))
            self = .kind(kind.guid, level: call.text("ConfidenceLevel").map { .init(named: $0) ?? .low })
        case "retention": self = .retention(try object(.named(RetentionLabelRule.noun)).guid)
        case "sensitivity":
            _ = try object(.label)
            self = .nothing
        default: self = .nothing
        }
    }

    /// Whether an item has it.
    func isOn(_ findings: [SensitiveFinding], _ label: () -> ExchangeObject?) -> Bool {
        switch self {
        case .kind(let id, let level):
            findings.contains { $0.id == id && (level.map($0.count(of:)) ?? $0.matches.count) > 0 }
        case .retention(let id): label()?.guid == id
        case .nothing: false
        }
    }
}
