import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
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

    private func show(_ state: FormState) throws -> PortalContent {
        var table = DataTable(
            "Certificates",
            ["Thumbprint", "Description", "Start date", "Expires", "Certificate ID"]
                + (frame.isChangeable ? [""] : []),
            empty: "No certificates have been added for this application."
        )
        for certificate in try certificates.list(of: holder) {
            let form = FormMarkup("remove", FormState(), frame.call)
            let thumbprint = Base64URL.decode(certificate.sha1Thumbprint).map { Hex.encode($0).uppercased() }
            let cells: [HTML] = [
                Markup.identifier(thumbprint ?? certificate.sha1Thumbprint), "\(certificate.displayName ?? "-")",
                Markup.day(certificate.startsOn), frame.expiry(certificate.endsOn),
                Markup.identifier(certificate.keyID),
            ]
            table.add(
                frame.isChangeable
                    ? cells + [
                        try form.html([form.hidden("key", certificate.keyID)], button: "Delete", style: "danger")
                    ]
                    : cells
            )
        }
        let upload: HTML? = frame.isChangeable ? try upload(state) : nil
        return try frame.credentialContent(
            """
            <p>Certificates can be used as secrets to prove the application’s identity when requesting a token. Also \
            can be referred to as public keys.</p>
            \(table.html)\(upload)
            """
        )
    }

    private func upload(_ state: FormState) throws -> HTML {
        let form = FormMarkup("add", state, frame.call)
        let fields = [
            form.file(
                "file",
                "File",
                accept: ".cer,.pem,.crt",
                hint: "A certificate (public key) with one of the following file types: .cer, .pem, .crt"
            ),
            form.area("text", "Or the text of a certificate", hint: "Begins with -----BEGIN CERTIFICATE-----"),
            form.text("description", "Description"),
        ]
        return """
            <div class="card">
            <h2>Upload certificate</h2>
            \(try form.html(isUpload: true, fields, button: "Add"))</div>

            """
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try frame.requireChange()
        let text: String
        switch form.name {
        case "add":
            guard let bytes = form.file("file")?.bytes ?? form["text"].map({ Array($0.utf8) }) else {
                throw FormProblem("Choose a file, or paste the text of a certificate.", field: "file")
            }
            let description = try form.optional("description", "The description")
            try certificates.add(.init(key: bytes, displayName: description), to: holder)
            text = "The certificate was added."
        case "remove":
            try certificates.remove(form["key"] ?? "", from: holder)
            text = "The certificate was deleted."
        default: throw PortalRefusal.foreignForm
        }
        return try frame.call.redirect(
            to: frame.path("credentials", "certificates"),
            notice: PortalNotice(text: text)
        )
    }
}
