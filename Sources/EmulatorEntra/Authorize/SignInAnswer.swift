import EmulatorCore
import HTTPServer

/// A form of the sign-in pages, filled in and sent by the browser that was shown it.
struct SignInAnswer: Sendable {
    /// What a form is about.
    enum Step: String, Sendable {
        /// A name and a password.
        case password
        /// The present password and a new one.
        case renew
        /// An account that is signed in already.
        case pick
        /// To sign out one account.
        case forget
        /// The code of the second factor.
        case code
        /// The first code of a second factor that is being registered.
        case register
        /// To give the sign-in up.
        case cancel
        /// What only the purpose understands.
        case proceed
    }

    let step: Step
    /// The session that the form belongs to.
    let sessionID: String?
    /// What the form was about beside that, as it was when the form was shown.
    let subject: String
    private let form: FormFields

    /// No form.
    init() {
        step = .proceed
        sessionID = nil
        subject = ""
        form = FormFields()
    }

    /// Reads the form of a request.
    ///
    /// - Throws: ``EntraError`` 165000 when this browser was not shown it for this purpose, 900561 for another verb.
    init(_ purpose: some SignInPurpose) throws {
        let call = purpose.call
        guard call.request.method == "POST" else { throw EntraError.wrongVerb("POST") }
        form = call.request.form
        guard let step = Step(rawValue: form["step"] ?? Step.password.rawValue), let seal = form["flowToken"] else {
            throw EntraError.foreignForm
        }
        self.step = step
        sessionID = form["session"]
        subject = form["subject"] ?? ""
        let text = Self.sealed(step, session: sessionID, subject: subject, purpose)
        guard try FormSeal.isIntact(text, seal: seal, call.browser) else { throw EntraError.foreignForm }
    }

    /// A field that the user filled in or a button that was pressed.
    subscript(name: String) -> String? { form[name] }

    /// The fields that a form carries unseen.
    static func hidden(
        _ step: Step,
        session: String? = nil,
        subject: String = "",
        for purpose: some SignInPurpose,
        _ seal: FormSeal
    ) throws -> FormFields {
        var fields = purpose.hidden.fields
        fields.append(.init("step", step.rawValue))
        if let session { fields.append(.init("session", session)) }
        if !subject.isEmpty { fields.append(.init("subject", subject)) }
        let text = sealed(step, session: session, subject: subject, purpose)
        fields.append(.init("flowToken", try seal.seal(text)))
        return FormFields(fields)
    }

    // Every part has a place of its own, so that no part can pass for another.
    private static func sealed(
        _ step: Step,
        session: String?,
        subject: String,
        _ purpose: some SignInPurpose
    ) -> String {
        FormFields([
            .init("step", step.rawValue), .init("session", session ?? ""), .init("subject", subject),
            .init("action", purpose.action), .init("purpose", purpose.hidden.encoded),
        ]).encoded
    }
}
