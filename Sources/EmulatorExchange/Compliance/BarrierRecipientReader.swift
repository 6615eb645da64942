import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-InformationBarrierRecipientStatus: one recipient or two, and what policies of information barriers mean for them.
///
/// See https://learn.microsoft.com/powershell/module/exchange/get-informationbarrierrecipientstatus; the words are a guess.
struct BarrierRecipientReader: CmdletHandler {
    private static let noun = "InformationBarrierRecipientStatus"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let identities = ["Identity", "Identity2"].compactMap { call.text($0) }
        guard call.text("Identity") != nil else { throw AdminAPIError.missingParameters(["Identity"]) }
        let view = NounView.recipients(Self.noun, RecipientTypes.recipients)
        let found = try identities.map { try BarrierStanding(try scope.object(named: $0, in: view), scope) }
        var warnings = found.map(\.summary)
        if found.count == 2 {
            let names = found.map { "\"\($0.recipient.name)\"" }.joined(separator: " and ")
            let policy = try found[0].barrier(before: found[1]) ?? found[1].barrier(before: found[0])
            warnings.append(
                policy.map { "The information barrier policy \"\($0.name)\" keeps \(names) apart." }
                    ?? "No information barrier policy keeps \(names) apart."
            )
        }
        let shape = ObjectShape.of(noun: Self.noun)
        let recipients = RowBuilder(view: .recipient, names: scope.objects.names)
        let rows = found.map { standing in
            let recipient = standing.recipient
            let known = recipients.row(recipient)
            var row = ObjectRow(shape: shape, title: recipient.name)
            for property in shape.properties {
                guard let value = recipient.properties[property.name] ?? known[property.name], !value.isNull else {
                    continue
                }
                row[property.name] = value
            }
            row["ExoPolicyId"] = .string(standing.policies.first?.guid ?? "")
            row["Segments"] = .array(standing.segments.map { .string($0) })
            return row
        }
        return .rows(Self.noun, scope, warnings: warnings) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "Identity2"], shape: nil) }
}

/// The segments that a recipient is in, and the policies in force for these: active ones that were applied since they changed.
struct BarrierStanding: Sendable {
    let recipient: ExchangeObject
    let segments: [String]
    let policies: [ExchangeObject]
    private let subject: BarrierSubject

    /// - Throws: `DatabaseError`; ``AdminAPIError`` with status 501 for a segment by what recipients here do not have.
    init(_ recipient: ExchangeObject, _ scope: CallScope) throws {
        self.recipient = recipient
        func all(_ name: String) throws -> [ExchangeObject] {
            guard let noun = ComplianceNoun.named(name) else { return [] }
            try noun.prepare(scope)
            return try scope.objects.objects(of: noun.objectClass)
        }
        let subject = try BarrierSubject(recipient, scope)
        let segments = try all(SegmentRule.noun).filter { segment in
            try segment.text(SegmentRule.filter).map { try subject.fits($0, of: segment) } ?? false
        }.map(\.name)
        let applied = try scope.objects.objects(of: BarrierApplication.noun.objectClass).compactMap { job in
            BarrierApplication.status(of: job, at: scope.now) == .completed
                ? job.text(BarrierApplication.started).flatMap { ServiceDate(parsing: $0) } : nil
        }.max()
        policies = try all(BarrierPolicyRule.noun).filter { policy in
            BarrierPolicyRule.isActive(policy) && applied.map { $0 >= policy.changed } ?? false
                && segments.contains(policy.text("AssignedSegment") ?? "")
        }
        self.segments = segments
        self.subject = subject
    }

    /// The policy that keeps the recipient from another one, `nil` where none does.
    ///
    /// - Throws: ``AdminAPIError`` with status 501 for a policy by what recipients here do not have.
    func barrier(before other: BarrierStanding) throws -> ExchangeObject? {
        try policies.first { policy in
            let allowed = policy.texts("SegmentsAllowed")
            if policy.texts("SegmentsBlocked").contains(where: other.segments.contains) { return true }
            if !allowed.isEmpty { return !allowed.contains(where: other.segments.contains) }
            guard let filter = policy.text(BarrierPolicyRule.allowedFilter), !filter.isEmpty else { return false }
            return try !other.subject.fits(filter, of: policy)
        }
    }

    /// What the service says of the recipient alone.
    var summary: String {
        guard let policy = policies.first else {
            return "The recipient \"\(recipient.name)\" isn't included in an information barrier policy."
        }
        return "The recipient \"\(recipient.name)\" is included in the information barrier policy \"\(policy.name)\" "
            + "(ExoPolicyId: \(policy.guid))."
    }
}
