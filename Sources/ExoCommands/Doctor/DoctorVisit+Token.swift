internal import EntraTokens

extension DoctorVisit {
    /// Gets a token, or looks at the one that was passed in.
    ///
    /// - Returns: The token; `nil` after a failure.
    mutating func getToken(_ tenantID: String) async throws -> AccessToken? {
        if subject.source.renewal == .none, let token = subject.source.tokenAtHand {
            let name = token.claims.applicationID.map { " to the application \($0)" } ?? ""
            note(.client, .skipped, "the token is there already; it was issued\(name)")
            note(.consent, .skipped, "the token is there already")
            note(.assignment, .skipped, "the token is there already")
            return token
        }
        do {
            let token = try await subject.source.token(for: subject.tokenRequest(tenantID))
            note(.client, .ok, token.claims.applicationID.map { "the application \($0) got a token" } ?? "got a token")
            note(.consent, .ok, "given")
            note(.assignment, .ok, "not missing")
            return token
        } catch let error as TokenError {
            let refusal = error.cause as? EntraError
            let step = TokenRefusalStep.step(of: error, refusal)
            // The token service looks at these in this order.
            let order: [(DoctorStep, String)] = [
                (.client, "known"), (.consent, "given"), (.assignment, "not missing"),
            ]
            let isLate = refusal != nil && step.isBehind(.authority)
            for (passed, evidence) in order where isLate && step.isBehind(passed) { note(passed, .ok, evidence) }
            findings.removeAll { $0.step == step }
            note(step, .failed, error.message, repair: TokenRefusalStep.repair(of: error, refusal, subject))
            return nil
        }
    }

    /// Holds a token against what it is wanted for.
    ///
    /// - Returns: Whether it may be sent.
    mutating func check(_ token: AccessToken, _ tenantID: String) -> Bool {
        let target = TokenTarget(
            cloud: subject.target.cloud,
            service: subject.target.service,
            identity: subject.target.identity,
            resolvedTenantID: tenantID
        )
        let found = TokenCheck.contradictions(of: token, for: target, now: context.now())
        for step in [DoctorStep.token, .audience, .permission] {
            let own = found.filter { Self.step(of: $0) == step }
            let refusals = own.filter { $0.severity == .refuse }
            guard refusals.isEmpty else {
                note(
                    step,
                    .failed,
                    refusals.map(\.message).joined(separator: "; "),
                    details: refusals.map { "\($0.claim): \($0.found ?? "none"), wanted: \($0.expected)" },
                    repair: RepairText.lines(of: refusals.map(\.repair))
                )
                return false
            }
            if let doubt = own.first {
                note(step, .doubtful, doubt.message, repair: RepairText.text(doubt.repair))
            } else {
                note(step, .ok, evidence(of: step, token.claims))
            }
        }
        return true
    }

    private static func step(of contradiction: TokenContradiction) -> DoctorStep {
        switch contradiction.claim {
        case "aud": .audience
        case "scp", "roles", "wids": .permission
        default: .token
        }
    }

    private func evidence(of step: DoctorStep, _ claims: TokenClaims) -> String {
        switch step {
        case .token:
            let owner = claims.userPrincipalName ?? claims.applicationName ?? claims.applicationID ?? "somebody"
            return "of \(owner), until \(claims.expiresOn.map { UTCTime.text($0) } ?? "some day")"
        case .audience: return claims.audience ?? ""
        default:
            let roles = claims.directoryRoles.compactMap { DirectoryRole.role(templateID: $0)?.name }
            return (claims.scopes + claims.roles + roles).joined(separator: ", ")
        }
    }
}
