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
    ///   - users: Whether events of a user can be wanted.
    ///   - isWanted: Whether an event is.
    ///   - visit: Called with each; answers whether there is more wanted.
    /// - Throws: `DatabaseError`.
    func forEachEvent(
        from start: ServiceDate,
        through end: ServiceDate,
        of users: (String) -> Bool,
        where isWanted: (AuditEvent) -> Bool,
        visit: (AuditEvent) -> Bool
    ) throws {
        let start = max(start, scope.asOf.adding(days: -AuditHistory.days))
        let history = AuditHistory(people: people, now: scope.asOf)
        let organization = scope.tenant.initialDomain
        var rest = try AuditTrail(scope: scope).entries(from: start, through: end).flatMap {
            $0.events(organization: organization)
        }
        rest += signIns.filter { start <= $0.moment && $0.moment <= end }
        rest = rest.filter(isWanted).sorted(by: Self.precedes)
        var place = 0
        let last = min(end, scope.asOf)
        for day in stride(from: last.day, through: start.day, by: -1) where start <= last {
            let morning = ServiceDate(ticks: Int64(day) * ServiceDate.ticksOfADay)
            let night = min(last, morning.adding(ticks: ServiceDate.ticksOfADay - 1))
            var events = history.events(from: max(start, morning), through: night) { $0.logins.contains(where: users) }
                .filter(isWanted)
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
            return AuditEvent(
                moment: ServiceDate(entry.time),
                type: .signIn,
                operation: succeeded ? "UserLoggedIn" : "UserLoginFailed",
                user: entry.userPrincipalName ?? entry.servicePrincipalID ?? "Not Available",
                object: entry.resourceID ?? "",
                clientIP: entry.remoteAddress,
                succeeded: succeeded,
                details: {
                    [
                        "ApplicationId": .string(entry.clientID ?? ""), "AzureActiveDirectoryEventType": 1,
                        "ErrorNumber": .string(String(entry.code)), "InterSystemsId": .string(entry.correlationID),
                        "ExtendedProperties": [["Name": "UserAgent", "Value": .string(entry.userAgent ?? "")]],
                    ]
                },
                words: "signIn|\(entry.traceID)"
            )
        }
    }
}
