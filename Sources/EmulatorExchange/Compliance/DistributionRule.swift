import EmulatorCore
import ExoJSON

/// Policies reach the places they are for some time after they were made or changed.
///
/// How long the service takes differs from minutes to days; here it is ten minutes of the emulator's clock.
struct DistributionRule: ObjectRule {
    /// Where an object keeps the time of the last change that has to be distributed.
    static let moment = "DistributedFrom"
    private static let duration: Int64 = 600 * 10_000_000

    func takes(_ parameter: String) -> Bool { ["DistributionDetail", "RetryDistribution"].contains(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard draft.isChanged || call.isOn("RetryDistribution") || draft.object.sequence == 0 else { return }
        draft.object.properties[Self.moment] = .string(scope.now.text(.utc))
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        let start = object.text(Self.moment).flatMap { ServiceDate(parsing: $0) } ?? object.created
        let isThere = scope.now.ticks - start.ticks >= Self.duration || object.text(Self.moment) == nil
        let places = Self.workloads(of: object)
        var shown: JSONObject = [
            "DistributionStatus": isThere ? "Success" : "Pending",
            "LastStatusUpdateTime": .string(
                (isThere ? ServiceDate(ticks: start.ticks + Self.duration) : start).text(.utc)
            ),
            "Workload": .string(places.isEmpty ? "None" : places.joined(separator: ", ")),
            "ExternalIdentity": "",
            "ObjectVersion": .string(SeedIdentifier.make("version", object.guid, start.text(.utc))),
            "CreationTimeUtc": .string(object.created.text(.utc)),
            "ModificationTimeUtc": .string(object.changed.text(.utc)),
        ]
        if call.isOn("DistributionDetail") {
            shown["DistributionResults"] = isThere ? [] : .array(places.map { .string("[\($0)]: Pending") })
        }
        return shown
    }

    /// What the service calls the places of a policy.
    private static let names: [(stem: String, workload: String)] = [
        ("Exchange", "Exchange"), ("SharePoint", "SharePoint"), ("OneDrive", "OneDriveForBusiness"),
        ("Skype", "Skype"), ("ModernGroup", "ModernGroup"), ("TeamsChannel", "Teams"), ("TeamsChat", "Teams"),
        ("Teams", "Teams"), ("EndpointDlp", "EndpointDevices"), ("ThirdPartyAppDlp", "ThirdPartyApps"),
        ("OnPremisesScannerDlp", "OnPremisesScanner"), ("PowerBIDlp", "PowerBI"), ("PublicFolder", "PublicFolder"),
        ("DynamicScope", "DynamicScope"),
    ]

    /// The places that a policy is for.
    static func workloads(of object: ExchangeObject) -> [String] {
        names.reduce(into: []) { all, entry in
            guard !object.texts("\(entry.stem)Location").isEmpty, !all.contains(entry.workload) else { return }
            all.append(entry.workload)
        }
    }
}
