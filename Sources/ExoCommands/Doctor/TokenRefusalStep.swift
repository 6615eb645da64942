internal import EntraTokens

/// Which step a refusal of the token service belongs to, by its code.
enum TokenRefusalStep {
    private static let ofAuthority: Set = [90002, 900_023, 50059, 90_001, 700_012]
    private static let ofConsent: Set = [65001, 65002, 65004, 65005, 90094, 90095]
    private static let ofAssignment: Set = [50105, 501_051]
    private static let ofClient: Set = [
        700_016, 70001, 70002, 7_000_229, 7_000_112, 7_000_215, 7_000_216, 7_000_218, 7_000_222, 700_005, 700_021,
        700_023, 700_024, 700_025, 700_027, 700_030, 700_211, 700_212, 700_213, 50194, 50011, 500_113, 9_002_332,
        9_002_326, 9_002_327, 5_002_738, 50012,
    ]

    /// The step.
    static func step(of error: TokenError, _ refusal: EntraError?) -> DoctorStep {
        guard let refusal else { return error.code == .noSuchTenant ? .authority : .token }
        for code in refusal.codes {
            if ofAuthority.contains(code) { return .authority }
            if ofConsent.contains(code) { return .consent }
            if ofAssignment.contains(code) { return .assignment }
            if ofClient.contains(code) { return .client }
        }
        switch refusal.error {
        case "invalid_client", "unauthorized_client": return .client
        case "consent_required": return .consent
        default: return .token
        }
    }

    /// What mends it.
    static func repair(of error: TokenError, _ refusal: EntraError?, _ subject: DoctorSubject) -> String? {
        let client = subject.clientID ?? "CLIENT-ID"
        switch refusal.map({ step(of: error, $0) }) {
        case .consent:
            return "exo app grant \(client)   or have an administrator open "
                + "\(subject.target.cloud.authority)/\(subject.target.identity.tenantName)/adminconsent?client_id=\(client)"
        case .assignment: return "exo app grant \(client) --assign \(subject.target.identity.value)"
        default: return error.repair.map(RepairText.text)
        }
    }
}
