import EmulatorAdministration
import EmulatorCore
import HTTPServer

extension SignInSteps {
    /// Asks who signs in.
    ///
    /// - Parameters:
    ///   - login: The name to begin with; otherwise the one the client expects.
    ///   - sessions: Accounts to offer.
    ///   - error: Why the answer before was not enough.
    ///   - cookie: The cookie to set, where the browser's sessions have changed.
    /// - Returns: The page.
    /// - Throws: `CryptoError`, or the error where no page may be shown.
    func ask(
        login: String? = nil,
        sessions: [BrowserSession] = [],
        error: EntraError? = nil,
        cookie: String? = nil
    ) throws -> ServerResponse {
        try purpose.show(
            .password,
            login: login ?? purpose.expectation.login,
            error: error,
            cookie: cookie,
            offersCancel: true
        ) { form, seal in
            try SignInPage(
                form: form,
                accounts: sessions.map { session in
                    SignInPage.Account(
                        name: session.user.displayName,
                        login: session.user.userPrincipalName,
                        pick: try SignInAnswer.hidden(.pick, session: session.sessionID, for: purpose, seal),
                        forget: try SignInAnswer.hidden(.forget, session: session.sessionID, for: purpose, seal)
                    )
                },
                application: purpose.client.name,
                offer: call.request.isFromLoopback ? try call.entra.offer() : nil
            ).page()
        }
    }

    /// Shows the page on which the user can do what a policy demands.
    func mend(_ error: EntraError, _ session: BrowserSession) throws -> ServerResponse {
        switch error.code {
        case 70043: try ask(login: session.user.userPrincipalName, cookie: session.newCookie)
        case 50079: try registration(session, secret: OneTimePassword.makeSecret())
        default: try secondFactor(session)
        }
    }

    /// Checks the code of the second factor.
    func prove(_ session: BrowserSession, _ answer: SignInAnswer) throws -> ServerResponse {
        do {
            try SecondFactor(call).check(answer["otc"] ?? "", of: session.user)
        } catch let error as EntraError where error.isAboutCode {
            return try secondFactor(session, error: error)
        }
        return try proceed(session.proved(by: "mfa", call.browser), SignInAnswer())
    }

    /// Registers a second factor with its first code.
    func register(_ session: BrowserSession, _ answer: SignInAnswer) throws -> ServerResponse {
        do {
            try SecondFactor(call).register(answer.subject, of: session.user, code: answer["otc"] ?? "")
        } catch let error as EntraError where error.isAboutCode {
            return try registration(session, secret: answer.subject, error: error)
        }
        return try proceed(session.proved(by: "mfa", call.browser), SignInAnswer())
    }

    private func secondFactor(_ session: BrowserSession, error: EntraError? = nil) throws -> ServerResponse {
        try purpose.show(.code, session, error: error, offersCancel: true) { form, _ in try SecondFactorPage.code(form)
        }
    }

    private func registration(
        _ session: BrowserSession,
        secret: String,
        error: EntraError? = nil
    ) throws -> ServerResponse {
        let name = session.user.userPrincipalName
        let issuer = try purpose.tenant(of: session.user).displayName
        return try purpose.show(.register, session, subject: secret, error: error, offersCancel: true) { form, _ in
            try SecondFactorPage.registration(
                form,
                secret: secret,
                address: OneTimePassword.address(secret, of: name, issuer: issuer)
            )
        }
    }
}
