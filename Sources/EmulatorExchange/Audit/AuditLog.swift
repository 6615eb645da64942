import EmulatorCore
import ExoJSON

/// Everything that the audit log of a tenant has: ordinary days, sign-ins here, and cmdlets that were run.
struct AuditLog: Sendable {
    let scope: CallScope
    let people: TrafficPeople

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        self.scope = scope
        people = try TrafficPeople(scope)
    }

    /// Goes through the events of a time and of some users, the newest first: a day's are made at a time.
    ///
    /// - Parameters:
    ///   - start: The oldest moment; none is older than the log is kept.
    ///   - end: The newest moment.
    ///   - isOfInterest: Whether events of somebody on ordinary days can be wanted.
    ///   - isWanted: Whether an event is.
    ///   - visit: Called with each; answers whether there is more wanted.
    /// - Throws: `DatabaseError`.
    func forEachEvent(
        from start: ServiceDate,
        through end: ServiceDate,
        of isOfInterest: (TrafficPeople.Person) -> Bool,
        where isWanted: (AuditEvent) -> Bool,
        visit: (AuditEvent) -> Bool
    ) throws {
        let start = max(start, scope.asOf.adding(days: -AuditHistory.days))
        let history = AuditHistory(people: people, now: scope.asOf)
        let organization = scope.tenant.initialDomain
        let entries = try AuditTrail(scope: scope).entries(from: start, through: end)
        var rest = entries.flatMap { $0.events(organization: organization, tenantID: scope.tenant.id) }
        rest += signIns.filter { start <= $0.moment && $0.moment <= end }
        rest = rest.filter(isWanted).sorted(by: Self.precedes)
        var place = 0
        let last = min(end, scope.asOf)
        for day in stride(from: last.day, through: start.day, by: -1) where start <= last {
            let morning = ServiceDate(ticks: Int64(day) * ServiceDate.ticksOfADay)
            let night = min(last, morning.adding(ticks: ServiceDate.ticksOfADay - 1))
            var events = history.events(from: max(start, morning), through: night, of: isOfInterest).filter(isWanted)
            while place < rest.count, morning <= rest[place].moment {
                events.append(rest[place])
                place += 1
            }
            for event in events.sorted(by: Self.precedes) where !visit(event) { return }
        }
        for event in rest[place...] where !visit(event) { return }
    }

    private static func precedes(_ left: AuditEvent, _ right: AuditEvent) -> Bool {
        left.moment == right.moment ? left.words < right.words : right.moment < left.moment
    }

    /// The sign-ins that the emulator saw.
    private var signIns: [AuditEvent] {
        scope.context.signInLog.entries(of: scope.tenant.id, limit: SignInLog.capacity).filter {
            $0.outcome != .interrupted
        }.map { entry in
            let succeeded = entry.outcome == .succeeded
            let user = entry.userPrincipalName ?? entry.servicePrincipalID ?? "Not Available"
            let tenantID = scope.tenant.id
            return AuditEvent(
                moment: ServiceDate(entry.time),
                type: .signIn,
                operation: succeeded ? "UserLoggedIn" : "UserLoginFailed",
                user: user,
                object: entry.resourceID ?? "Unknown",
                clientIP: entry.remoteAddress,
                succeeded: succeeded,
                details: {
                    SignInActivity(
                        tenantID: tenantID,
                        userID: entry.userID ?? entry.servicePrincipalID,
                        user: user,
                        applicationID: entry.clientID ?? "",
                        resourceID: entry.resourceID ?? "Unknown",
                        address: entry.remoteAddress,
                        agent: entry.userAgent ?? "",
                        request: entry.endpoint == .authorize ? "OAuth2:Authorize" : "OAuth2:Token",
                        code: entry.code,
                        moment: ServiceDate(entry.time),
                        correlationID: entry.correlationID,
                        traceID: entry.traceID
                    ).details
                },
                words: "signIn|\(entry.traceID)"
            )
        }
    }
}
