import EmulatorCore

/// The places of policies.
enum PolicyPlaces {
    /// Whether a policy is for the mail of an address.
    static func exchange(of policy: ExchangeObject, contain address: String) -> Bool {
        func has(_ list: String) -> Bool { policy.texts(list).contains { $0.isSame(as: address) } }
        let isIn = policy.texts("ExchangeLocation").contains("All") || has("ExchangeLocation")
        return isIn && !has("ExchangeLocationException")
    }
}
