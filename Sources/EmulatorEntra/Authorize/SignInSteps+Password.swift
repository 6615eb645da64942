import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import HTTPServer

extension SignInSteps {
    /// Asks for a new password in place of one that has expired.
    func askForNewPassword(_ login: String, error: EntraError? = nil) throws -> ServerResponse {
        try purpose.show(.renew, subject: login, login: login, error: error, offersCancel: true) { form, _ in
            try NewPasswordPage.page(form)
        }
    }

    /// Takes the new password of who knows the present one.
    func renew(_ answer: SignInAnswer) throws -> ServerResponse {
        let login = answer.subject
        call.signIn.note(login: login)
        let present = answer["password"] ?? ""
        let new = answer["newPassword"] ?? ""
        do {
            do { _ = try authenticate(login, password: present) } catch let error as EntraError
                where error.code == EntraError.expiredPassword.code
            {}
            try NewPassword.check(new, repeated: answer["repeatedPassword"] ?? "", present: present)
        } catch let error as EntraError where error.isAboutCredentials {
            return try askForNewPassword(login, error: error)
        }
        let directory = call.context.directory
        guard let user = try directory.user(login), let tenant = try directory.tenant(matching: user.tenantID) else {
            throw EntraError.foreignForm
        }
        try Users(administration: Administration(directory: directory, tenant: tenant, now: call.trace.now))
            .setPassword(new, ofUser: user.id, mustChange: false)
        let renewed = try authenticate(login, password: new)
        return try proceed(try BrowserSession.begin(renewed, call.browser), SignInAnswer())
    }
}

/// The rules for passwords.
enum NewPassword {
    private static let lengths = 8...256

    /// Checks a new password.
    ///
    /// - Throws: ``EntraError`` 50055 with what is wrong.
    static func check(_ new: String, repeated: String, present: String) throws {
        guard new == repeated else { throw refusal("The passwords don't match.") }
        guard new != present else { throw refusal("Choose a password that is different from the present one.") }
        guard lengths.contains(new.count) else { throw refusal("A password has 8 to 256 characters.") }
        let kinds = [
            new.contains(where: \.isLowercase), new.contains(where: \.isUppercase), new.contains(where: \.isNumber),
            new.contains { !$0.isLetter && !$0.isNumber },
        ]
        let met = kinds.filter { $0 }.count
        guard met >= 3 else {
            throw refusal("A password needs three of: small letters, capitals, digits, symbols.")
        }
    }

    private static func refusal(_ text: String) -> EntraError {
        var error = EntraError.expiredPassword
        error.text = text
        return error
    }
}
