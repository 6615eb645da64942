internal import ExoCrypto
internal import ExoJSON

/// `exo app certificate`: a new key and its certificate, a certificate from a file, or one less.
enum AppCertificate {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let keyFile = invocation.value("write-key")
        let file = invocation.value("add")
        let removed = invocation.value("remove")
        guard [keyFile != nil, file != nil, removed != nil].count(where: \.self) == 1 else {
            throw invocation.usageError(
                "which certificate?",
                details: ["give one of --write-key FILE, --add FILE and --remove THUMBPRINT"]
            )
        }
        let days = try Validity.days(invocation, usual: 365)
        guard keyFile != nil || invocation.value("days") == nil else {
            throw invocation.usageError("--days belongs to --write-key")
        }
        let given = try file.map(certificate)
        let graph = try await GraphConnection(invocation, context).client
        let app = try await AppDirectory(graph: graph).application(invocation.argument(0) ?? "")
        // The certificates themselves come only where they are asked for by name.
        let before =
            try await graph.object(
                "applications/\(app.id)",
                ["$select": "keyCredentials"],
                to: "see the certificates"
            )["keyCredentials"]?.arrayValue ?? []
        if let removed { return try await remove(removed, from: app, before, graph, context) }
        let key = try keyFile.map { try KeyFiles(writing: $0, name: app.name, days: days, now: context.now()) }
        guard let certificate = given ?? key?.certificate else { return .bug }
        let credential = CertificateCredential(certificate: certificate)
        let thumbprint = try credential.thumbprint
        if before.contains(where: { CertificateCredential.isMeant($0, by: thumbprint) }) {
            context.errors.note("'\(app.name)' had the certificate \(thumbprint) before")
        } else {
            do {
                let all = before.map(kept) + [.object(try credential.object)]
                try await graph.patch(
                    "applications/\(app.id)",
                    ["keyCredentials": .array(all)],
                    to: "add the certificate"
                )
            } catch {
                try key?.remove()
                throw error
            }
        }
        var facts: JSONObject = [
            "AppId": .string(app.appID), "Thumbprint": .string(thumbprint),
            "EndDateTime": .string(UTCTime.text(try certificate.notAfter)),
        ]
        if let key {
            facts["KeyFile"] = .string(key.keyFile)
            facts["CertificateFile"] = .string(key.certificateFile)
        }
        try settings.printOne(facts, context)
        return .done
    }

    private static func remove(
        _ word: String,
        from app: RegisteredApp,
        _ before: [JSONValue],
        _ graph: GraphClient,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let rest = before.filter { !CertificateCredential.isMeant($0, by: word) }
        guard rest.count < before.count else {
            throw CommandError(
                .failed,
                "'\(app.name)' has no certificate '\(word)'",
                repair: "exo app show \(app.appID)"
            )
        }
        let body: JSONObject = ["keyCredentials": .array(rest.map(kept))]
        try await graph.patch("applications/\(app.id)", body, to: "remove the certificate")
        context.errors.note("removed the certificate; tokens got with it last until they end")
        return .done
    }

    /// A credential that stays, as Graph takes it back.
    private static func kept(_ credential: JSONValue) -> JSONValue {
        let members = credential.objectValue?.members ?? []
        return .object(JSONObject(members.filter { !$0.value.isNull && $0.name != "hasExtendedValue" }))
    }

    /// Reads a certificate, in PEM or DER form; a key beside it stays where it is.
    private static func certificate(in path: String) throws -> Certificate {
        guard let bytes = try PrivateFile.read(path, what: "the certificate", privacy: .none) else {
            throw CommandError(.usage, "there is no file \(path)")
        }
        do {
            return bytes.first == 0x30 ? try Certificate(der: bytes) : try Certificate(pem: bytes)
        } catch let error as CryptoError {
            throw CommandError(
                .usage,
                "\(path) holds no certificate",
                details: [error.message],
                repair:
                    "a certificate is wanted as PEM or DER; openssl pkcs12 -in FILE.pfx -nokeys takes it out of a PFX"
            )
        }
    }
}
