import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import HTTPServer

/// The certificates by which an application proves itself.
struct ApplicationCertificates: Sendable {
    let frame: ApplicationFrame

    private var certificates: Certificates { Certificates(administration: frame.call.administration) }
    private var holder: CredentialHolder { CredentialHolder(frame.application) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private var list: EditableList {
        EditableList(
            frame: frame,
            label: "Certificates",
            headings: ["Thumbprint", "Description", "Start date", "Expires", "Certificate ID"],
            empty: "No certificates have been added for this application."
        )
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let entries = try certificates.list(of: holder).map { certificate in
            let thumbprint = Base64URL.decode(certificate.sha1Thumbprint).map { Hex.encode($0).uppercased() }
            return EditableList.Entry(
                cells: [
                    Markup.identifier(thumbprint ?? certificate.sha1Thumbprint), "\(certificate.displayName ?? "-")",
                    Markup.day(certificate.startsOn), frame.expiry(certificate.endsOn),
                    Markup.identifier(certificate.keyID),
                ],
                key: [("key", certificate.keyID)]
            )
        }
        let markup = try list.html(entries, adding: "Upload certificate", isUpload: true, state) { form in
            [
                form.file(
                    "file",
                    "File",
                    accept: ".cer,.pem,.crt",
                    hint: "A certificate (public key) with one of the following file types: .cer, .pem, .crt"
                ),
                form.area("text", "Or the text of a certificate", hint: "Begins with -----BEGIN CERTIFICATE-----"),
                form.text("description", "Description"),
            ]
        }
        return try frame.credentialContent(
            """
            <p>Certificates can be used as secrets to prove the application’s identity when requesting a token. Also \
            can be referred to as public keys.</p>
            \(markup)
            """
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try list.submit(
            form,
            backTo: frame.path("credentials", "certificates"),
            add: {
                guard let bytes = form.file("file")?.bytes ?? form["text"].map({ Array($0.utf8) }) else {
                    throw FormProblem("Choose a file, or paste the text of a certificate.", field: "file")
                }
                let description = try form.optional("description", "The description")
                try certificates.add(.init(key: bytes, displayName: description), to: holder)
                return PortalNotice(text: "The certificate was added.")
            },
            remove: {
                try certificates.remove(form["key"] ?? "", from: holder)
                return PortalNotice(text: "The certificate was deleted.")
            }
        )
    }
}
