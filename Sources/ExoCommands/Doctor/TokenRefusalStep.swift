internal import EntraTokens

/// Which step a refusal of the token service belongs to, by its code.
enum TokenRefusalStep {
    private static let ofAuthority: Set = [90002, 900_023, 50059, 50128, 90001, 700_012]
    private static let ofConsent: Set = [65001, 65002, 65004, 65005, 90094, 90095, 650_052, 650_056, 650_057]
    private static let ofAssignment: Set = [50105, 501_051]

    /// The step.
    static func step(of error: TokenError, _ refusal: EntraError?) -> DoctorStep {
        guard let refusal else {
            return error.code == .noSuchTenant ? .authority : error.code == .unusableCredential ? .client : .token
        }
        for code in refusal.codes {
            if ofAuthority.contains(code) { return .authority }
            if ofConsent.contains(code) { return .consent }
            if ofAssignment.contains(code) { return .assignment }
        }
        return switch refusal.remedy {
        case .fixApplication: .client
        case .fixClock: .clock
        default: refusal.error == "consent_required" ? .consent : .token
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
