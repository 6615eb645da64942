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

    /// The events of a time and of some users, the newest first.
    ///
    /// - Throws: `DatabaseError`.
    func events(
        from start: ServiceDate,
        through end: ServiceDate,
        of users: (String) -> Bool,
        where isWanted: (AuditEvent) -> Bool
    ) throws -> [AuditEvent] {
        let start = max(start, scope.asOf.adding(days: -AuditHistory.days))
        let history = AuditHistory(people: people, now: scope.asOf)
        var all = history.events(from: start, through: end) { users($0.login) }.filter(isWanted)
        let organization = scope.tenant.initialDomain
        all += try AuditTrail(scope: scope).entries(from: start, through: end).map {
            $0.event(organization: organization)
        }
        .filter(isWanted)
        all += signIns.filter { start <= $0.moment && $0.moment <= end && isWanted($0) }
        return all.sorted { $0.moment == $1.moment ? $0.words < $1.words : $1.moment < $0.moment }
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
