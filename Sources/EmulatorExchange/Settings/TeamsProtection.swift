import EmulatorCore

/// The policy of protection in Teams, which an organization has one of.
///
/// Until somebody makes or changes it, the service shows one that is not stored.
enum TeamsProtection {
    static let noun = "TeamsProtectionPolicy"
    /// The name of the policy that is stored, where a call says none.
    static let name = "Teams Protection Policy"

    /// Whether a policy is the one that nobody has made or changed.
    static func isUnstored(_ policy: ExchangeObject) -> Bool {
        policy.name == "Default Teams Protection Policy" && policy.changed == policy.created
    }

    /// Takes the policy that is not stored away for a new one.
    ///
    /// - Throws: ``AdminAPIError`` where one is stored.
    static func giveWay(_ call: BoundCall, _ scope: CallScope) throws {
        for policy in try scope.objects.objects(of: .setting(noun: noun)) {
            guard isUnstored(policy) else { throw AdminAPIError.alreadyThere(policy.name, noun: noun) }
            if !call.isQuestion { try scope.objects.remove(policy) }
        }
    }
}
