internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

extension DoctorVisit {
    /// Asks the service whether it accepts the token, and about the user's switch.
    mutating func askService(_ token: AccessToken, _ tenantID: String) async throws {
        let request = subject.connectionRequest(PassedTokenSource(token, now: context.now), tenantID)
        // What is doubtful is a finding already.
        var quiet = context
        quiet.errors.isQuiet = true
        do {
            let connection = try await ServiceConnection.client(quiet).connect(request)
            note(.service, .ok, "\(connection.information.connectionURI) accepts the token")
            try await lookAtSwitch(connection, token.claims)
        } catch let error as ExchangeError {
            noteRefusal(error, token.claims)
        }
    }

    private mutating func noteRefusal(_ error: ExchangeError, _ claims: TokenClaims) {
        let report = ErrorReport.commandError(error)
        let diagnosis = ServiceDiagnosis(error, claims)
        let isRefusal = error.code == .unauthorized || error.code == .forbidden
        note(
            .service,
            .failed,
            diagnosis?.message ?? report.message,
            details: (diagnosis == nil ? [] : [report.message]) + report.details,
            repair: diagnosis?.repair ?? report.repair,
            exitCode: isRefusal ? nil : report.exitCode
        )
    }

    /// Whether the user may use PowerShell at all, which `RemotePowerShellEnabled` says.
    private mutating func lookAtSwitch(_ connection: ExchangeConnection, _ claims: TokenClaims) async throws {
        guard case .userPrincipalName(let name) = subject.target.identity, claims.kind == .user else {
            return note(.powerShell, .skipped, "an application has none")
        }
        guard subject.target.service == .exchange else {
            return note(.powerShell, .skipped, "it is looked up in Exchange Online")
        }
        do {
            let rows = try await connection.run("Get-User", ["Identity": .text(name)]).rows
            switch try rows.first?["RemotePowerShellEnabled"]?.boolValue {
            case true?: note(.powerShell, .ok, "RemotePowerShellEnabled is true")
            case false?:
                note(
                    .powerShell,
                    .failed,
                    "RemotePowerShellEnabled of \(name) is false",
                    repair: "an administrator runs: exo Set-User -Identity \(name) -RemotePowerShellEnabled true"
                )
            case nil: note(.powerShell, .skipped, "the service does not tell it")
            }
        } catch let error as ExchangeError {
            note(.powerShell, .skipped, "Get-User tells nothing: \(error.message)")
        }
    }
}
