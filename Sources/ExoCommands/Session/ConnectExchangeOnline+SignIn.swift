extension ConnectExchangeOnline {
    /// Parameters that choose a way to sign in.
    static let signIns: Set = [
        "AppId", "CertificateFilePath", "Device", "InlineCredential", "ManagedIdentity", "ManagedIdentityAccountId",
    ]

    /// Why a parameter of the module cannot be taken here, and what works; `nil` for others.
    static func refusal(of parameter: String, in name: String) -> CommandError? {
        switch parameter {
        case "CertificatePassword":
            CommandError(
                .usage,
                "-CertificatePassword is refused: every user of this machine can read arguments",
                repair: "add --certificate-password-file FILE, or be asked for it on a terminal"
            )
        case "CertificateThumbprint", "Certificate":
            CommandError(
                .usage,
                "-\(parameter) of \(name) names a certificate in a store of Windows or PowerShell, which is not there",
                repair: "export it with its key and use -CertificateFilePath FILE"
            )
        case "Credential":
            CommandError(
                .usage,
                "-Credential of \(name) takes an object of PowerShell, which no command line can pass",
                repair: "use -InlineCredential with -UserPrincipalName, or --username NAME with --password-stdin"
            )
        default: nil
        }
    }

    /// The way to sign in that parameters choose, else options; `nil` where neither does.
    static func signIn(
        _ call: SessionCall,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> GivenSignIn? {
        var chosen: [SignIn] = []
        if let file = call.text("CertificateFilePath") {
            var signIn = SignIn(way: .certificate, clientID: call.text("AppId"))
            signIn.file = WorkingFolder.absolute(file)
            signIn.secret = invocation.value("certificate-password-file").map { .file(WorkingFolder.absolute($0)) }
            guard signIn.clientID != nil else {
                throw CommandError(.usage, "-CertificateFilePath needs -AppId, the id of your application")
            }
            chosen.append(signIn)
        }
        let account = call.text("ManagedIdentityAccountId")
        if call.flag("ManagedIdentity") == true {
            var signIn = SignIn(way: .managedIdentity)
            signIn.identity = account.map {
                ManagedIdentityName(kind: $0.hasPrefix("/subscriptions/") ? .resource : .client, id: $0)
            }
            chosen.append(signIn)
        } else if account != nil {
            throw CommandError(.usage, "-ManagedIdentityAccountId needs -ManagedIdentity beside it")
        }
        if call.flag("Device") == true { chosen.append(SignIn(way: .device)) }
        if call.flag("InlineCredential") == true {
            var signIn = SignIn(way: .password)
            guard let user = call.text("UserPrincipalName") ?? invocation.value("user-principal-name") else {
                throw CommandError(.usage, "-InlineCredential needs -UserPrincipalName, whose password it is")
            }
            signIn.username = user
            signIn.secret = invocation.value("password-file").map { .file(WorkingFolder.absolute($0)) } ?? .kept
            chosen.append(signIn)
        }
        guard let first = chosen.first else { return try GivenSignIn.read(invocation, context) }
        guard chosen.count == 1, !SignIn.isGiven(invocation), !TokenInput.isGiven(invocation) else {
            throw CommandError(.usage, "one way to get tokens is enough; several were given")
        }
        return try GivenSignIn(first, invocation, context)
    }
}
