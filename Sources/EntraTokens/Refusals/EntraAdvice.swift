/// What to do about the token service's refusals, by their code.
enum EntraAdvice {
    private static let tables: [(remedy: EntraError.Remedy, sentences: [Int: String])] = [
        (.retry, retry), (.askUser, askUser), (.fixApplication, fixApplication), (.fixAccount, fixAccount),
        (.fixPolicy, fixPolicy), (.fixRequest, fixRequest), (.fixClock, fixClock),
    ]

    /// Who or what mends a refusal with that code; `nil` for an unknown one.
    static func remedy(of code: Int) -> EntraError.Remedy? { tables.first { $0.sentences[code] != nil }?.remedy }

    /// What to do about it.
    static func sentence(for code: Int) -> String? { tables.lazy.compactMap { $0.sentences[code] }.first }

    static func repair(for error: EntraError) -> Repair? { error.advice.map { .advice($0) } }

    private static let retry: [Int: String] = [
        50196: "wait a few minutes: the same request was sent over and over, so keep the token that was issued",
        70016: "wait until the person has finished signing in, and ask less often",
        90033: "try again in a few minutes: the token service has a fault that passes",
        90055: "wait a few minutes before another code is typed: there were too many wrong ones",
    ]

    private static let fixClock: [Int: String] = [
        700_024: "set this machine's clock right: the assertion is not valid at the token service's time"
    ]

    private static let fixPolicy: [Int: String] = [
        50097: "sign in on a device that is registered in the tenant: a policy wants one",
        50129: "join the device to the tenant: a policy wants one that is joined",
        50131: "sign in on a device and in a way that the conditional access policy allows",
        50155: "register the device anew: it could not prove itself",
        50177: "ask the customer's administrator to except partners from the policy that demands what they cannot do",
        53000: "use a device that complies with the tenant's policy, or have it made so",
        53001: "use a device that is joined to the tenant's domain",
        53002: "use an application that the tenant's policy has approved",
        53003: "a conditional access policy forbids it: ask the tenant's administrator to except the application",
        53011: "ask the administrator of the user's own tenant to clear the risk that was found",
        530_032: "a security policy of the tenant forbids it: ask its administrator",
        530_034: "ask the administrator: the partner's delegated administrator was found suspicious and is blocked",
        530_035: "the tenant's security defaults forbid it: sign in in a way that can ask for a second factor",
    ]
}
