import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The application of information barrier policies: a job that takes a minute of the emulator's clock.
enum BarrierApplication {
    static let noun = SettingNoun("InformationBarrierPoliciesApplicationStatus")
    static let started = "StartTime"
    /// Whether policies contradicted each other when it was started.
    private static let conflict = "HasConflict"

    static func status(of object: ExchangeObject, at now: ServiceDate) -> JobStatus {
        if object.text("Stopped") != nil { return .stopped }
        guard let start = object.text(started).flatMap({ ServiceDate(parsing: $0) }) else { return .notStarted }
        let status = JobStatus(started: start, now: now)
        return status == .completed && object.properties[conflict] == true ? .failed : status
    }

    /// A new application of the policies, which fails where a segment has more than one that is active.
    ///
    /// See https://learn.microsoft.com/purview/information-barriers-troubleshooting.
    /// - Throws: `DatabaseError`.
    static func job(in scope: CallScope) throws -> ExchangeObject {
        var job = noun.unnamed(in: scope)
        job.properties[started] = .string(scope.now.text(.utc))
        guard let policies = ComplianceNoun.named(BarrierPolicyRule.noun) else { return job }
        try policies.prepare(scope)
        let segments = try scope.objects.objects(of: policies.objectClass).filter(BarrierPolicyRule.isActive)
            .compactMap { $0.text("AssignedSegment") }
        job.properties[conflict] = .bool(Set(segments).count < segments.count)
        return job
    }
}

/// Start- and Stop-InformationBarrierPoliciesApplication.
struct ApplicationWriter: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let noun = BarrierApplication.noun
            let last = try scope.objects.objects(of: noun.objectClass).last
            let isRunning = last.map { !BarrierApplication.status(of: $0, at: scope.now).isAtRest } ?? false
            guard call.facts.verb == "Start" else {
                // Only the one that runs can be stopped.
                if let identity = call.text("Identity"), !isRunning || last?.guid != identity.lowercased() {
                    throw AdminAPIError.notFound(identity, noun: noun.noun)
                }
                guard isRunning, var job = last else {
                    throw AdminAPIError.invalidOperation("No application of policies is running.")
                }
                if call.isQuestion { return .confirmation("Stopping the application of policies.") }
                job.properties["Stopped"] = .string(scope.now.text(.utc))
                try scope.objects.update(job)
                return .done(warnings: [])
            }
            guard !isRunning else {
                throw AdminAPIError.invalidOperation("An application of policies is already running.")
            }
            if call.isQuestion { return .confirmation("Starting the application of policies.") }
            try scope.objects.insert(BarrierApplication.job(in: scope))
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "Confirm", "WhatIf"], shape: nil) }
}

/// Get-InformationBarrierPoliciesApplicationStatus: the newest application, or all of them.
struct ApplicationStatusReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = BarrierApplication.noun
        let now = scope.now
        let builder = RowBuilder(view: noun.view, names: scope.objects.names) { object in
            let status = BarrierApplication.status(of: object, at: now)
            return [
                "Status": .string(status.rawValue), "PercentProgress": .integer(status.progress),
                "ApplicationCreationTime": .string(object.created.text(.utc)),
                "ApplicationEndTime": object.text(BarrierApplication.started).flatMap { ServiceDate(parsing: $0) }
                    .flatMap { start in
                        [.completed, .failed].contains(status)
                            ? .string(ServiceDate(ticks: start.ticks + JobStatus.duration).text(.utc)) : nil
                    } ?? .null,
            ]
        }
        let all = try scope.objects.objects(of: noun.objectClass)
        let wanted =
            if let identity = call.text("Identity")?.lowercased() {
                all.filter { $0.guid == identity }
            } else {
                call.isOn("All") ? all : all.suffix(1)
            }
        if let identity = call.text("Identity"), wanted.isEmpty {
            throw AdminAPIError.notFound(identity, noun: noun.noun)
        }
        let places = wanted.map(\.sequence)
        return .listing(ObjectListing(builder: builder, source: .sequences { places }, limit: nil))
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "All"], shape: nil) }
}
