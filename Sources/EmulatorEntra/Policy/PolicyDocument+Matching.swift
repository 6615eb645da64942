import EmulatorAdministration
import EmulatorCore

extension PolicyDocument {
    /// The services behind Graph's word `Office365`.
    private static let office: Set = [
        "00000002-0000-0ff1-ce00-000000000000", "00000003-0000-0ff1-ce00-000000000000",
        "00000004-0000-0ff1-ce00-000000000000", "00000007-0000-0ff1-ce00-000000000000",
        "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe",
    ]

    /// Whether the policy is about a user's sign-in; one that a challenge named is, whatever the sign-in is for.
    func covers(
        _ subject: UserSubject,
        groups memberOf: Set<String>,
        _ demand: PolicyDemand,
        isNamed: Bool
    ) -> Bool {
        coversUser(subject, memberOf) && (isNamed || coversTarget(demand)) && coversWay(demand)
    }

    /// Whether the policy is about an application that acts for itself.
    func covers(_ principal: ServicePrincipalRecord, isOfTenant: Bool, resource: String) -> Bool {
        let id = principal.objectID.lowercased()
        let isIncluded =
            servicePrincipals.include.contains(id)
            || isOfTenant && servicePrincipals.include.contains("serviceprincipalsinmytenant")
        guard isIncluded, !servicePrincipals.exclude.contains(id) else { return false }
        return selects(applications, [resource])
    }

    private func coversUser(_ subject: UserSubject, _ memberOf: Set<String>) -> Bool {
        let id = subject.user.id
        let held = Set(subject.roles.map { $0.lowercased() })
        let isGuest = subject.isForeign || subject.user.userType == "Guest"
        guard !users.exclude.contains(id), memberOf.isDisjoint(with: groups.exclude),
            held.isDisjoint(with: roles.exclude), !(isGuest && excludesGuests)
        else { return false }
        return users.include.contains("all") || users.include.contains(id) || isGuest && includesGuests
            || !memberOf.isDisjoint(with: groups.include) || !held.isDisjoint(with: roles.include)
    }

    private func coversTarget(_ demand: PolicyDemand) -> Bool {
        guard contexts.isEmpty else {
            return demand.contexts.contains { contexts.contains($0.lowercased()) }
        }
        if let client = demand.client, applications.include.contains(client), !applications.exclude.contains(client) {
            return true
        }
        return selects(applications, demand.resources)
    }

    private func coversWay(_ demand: PolicyDemand) -> Bool {
        guard
            clientTypes.isEmpty || clientTypes.contains("all")
                || clientTypes.contains(demand.clientType.rawValue.lowercased())
        else { return false }
        guard !transfers.isEmpty else { return true }
        return demand.transfer.map { transfers.contains($0.rawValue.lowercased()) } ?? false
    }

    private func selects(_ selection: Selection, _ resources: [String]) -> Bool {
        func names(_ list: Set<String>, _ resource: String) -> Bool {
            list.contains("all") || list.contains(resource)
                || list.contains("office365") && Self.office.contains(resource)
        }
        return resources.map { $0.lowercased() }.contains {
            names(selection.include, $0) && !names(selection.exclude, $0)
        }
    }
}
