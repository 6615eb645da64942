import ExoCommands
import ExoCrypto
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// `@file` as the value of a parameter, and `--fidelity`.
struct FileWordTests {
    private func environmentRun() throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        return run
    }

    private func parameters(_ request: HTTPRequest?) throws -> JSONValue {
        let body = try #require(request?.body)
        return try #require(try JSONValue(parsing: body)["CmdletInput"]?["Parameters"])
    }

    @Test func bytesComeFromAFile() async throws {
        let run = try environmentRun()
        let path = try run.file("data.bin", "ab\n")
        let transport = run.script(TestRun.page())
        let outcome = await run("New-Fingerprint", "-FileData", "@\(path)", "-Description", "d")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        let sent = try parameters(transport.requests.first)
        #expect(sent["FileData"] == ["@odata.type": "#Exchange.ByteArrayType", "Data": [97, 98, 10]])
    }

    @Test func aTextThatBeginsWithTheSignIsAText() async throws {
        let run = try environmentRun()
        let transport = run.script(TestRun.page())
        #expect(await run("Set-Mailbox", "adele", "-Office", "@@home").code == .done)
        #expect(try parameters(transport.requests.first)["Office"] == "@home")
    }

    @Test func aSecretComesFromAFileThatIsNotOpenToEverybody() async throws {
        let run = try environmentRun()
        let key = try RSAPrivateKey.generate()
        let numbers = try key.publicKey
        let script: JSONValue = .string(
            "<RSAKeyValue><Modulus>\(Base64.encode(numbers.modulus))</Modulus>"
                + "<Exponent>\(Base64.encode(numbers.exponent))</Exponent></RSAKeyValue>"
        )
        let module: JSONValue = ["value": [["fileContent": script]]]
        let path = try run.file("secret.txt", "hunter2\n")
        let transport = run.script(.json(module.text()), TestRun.page())
        let outcome = await run("Set-Mailbox", "adele", "-Password", "@\(path)")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        let sealed = try #require(try parameters(transport.requests.last)["Password"]?.stringValue)
        #expect(try key.decryptPKCS1(try #require(Base64.decode(sealed))) == Array("hunter2".utf8))

        let open = try run.file("open.txt", "hunter2\n", mode: 0o644)
        let refused = await run("Set-Mailbox", "adele", "-Password", "@\(open)")
        #expect(refused.code != .done)
        #expect(refused.errors.contains("open.txt") && !refused.errors.contains("hunter2"), "said: \(refused.errors)")
        #expect(refused.errors.contains("next: chmod"), "said: \(refused.errors)")
    }

    /// Four parameters take secrets that the service does not want encrypted.
    @Test(arguments: [
        (["Export-QuarantineMessage", "-Identity", "a"], "PasswordV2"), (["New-App"], "Etoken"),
        (["Set-MailboxImportRequest", "-Identity", "job"], "AzureSharedAccessSignatureToken"),
        (
            [
                "New-MailboxImportRequest", "-Mailbox", "adele", "-AzureBlobStorageAccountUri",
                "https://b.example/a.pst",
                "-AzureSharedAccessSignatureToken", "@FILE",
            ], "MRSContentFilterSasUri"
        ),
    ])
    func aSecretThatTravelsAsATextComesFromAFile(_ words: [String], _ parameter: String) async throws {
        let run = try environmentRun()
        let path = try run.file("secret.txt", "hunter2\n")
        let line = words.map { $0.replacing("FILE", with: path) } + ["-\(parameter)", "@\(path)"]
        let transport = run.script(TestRun.page())
        let dry = await run.run(line + ["--dry-run"])
        #expect(dry.code == .done && transport.requests.isEmpty, "\(dry.errors)")
        #expect(dry.output.contains("\"\(parameter)\":\"\""), "\(dry.output)")
        #expect(!(dry.output + dry.errors).contains("hunter2"))
        let outcome = await run.run(line)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(try parameters(transport.requests.first)[parameter] == "hunter2")
        let open = try run.file("open.txt", "hunter2\n", mode: 0o644)
        let refused = await run.run(Array(line.dropLast()) + ["@\(open)"])
        #expect(refused.code != .done && refused.errors.contains("next: chmod"), "\(refused.errors)")
    }

    /// What articles write for the bytes of a file; the names in them are those of this machine.
    @Test(arguments: [
        "@FILE", "([System.IO.File]::ReadAllBytes('FILE'))", "([IO.File]::ReadAllBytes(\"FILE\"))",
        "(Get-Content FILE -Encoding Byte -ReadCount 0)", "(Get-Content -Path 'FILE' -AsByteStream -Raw)",
        "([Byte[]](Get-Content -LiteralPath FILE -Encoding byte))", "([Byte[]]$(gc FILE -Encoding Byte -ReadCount 0))",
    ])
    func aLineReadsTheBytesOfAFileAsPowerShellDoes(_ value: String) async throws {
        let run = try environmentRun()
        let path = try run.file("data.bin", "ab\n")
        let page = TestRun.page()
        let transport = run.script(page, page)
        let written = value.replacing("FILE", with: path)
        for line in ["-FileData \(written) -Description d", "-Description d -FileData:\(written)"] {
            let outcome = await run("shell", "-c", "New-Fingerprint \(line)")
            #expect(outcome.code == .done, "said: \(outcome.errors)")
            let sent = try parameters(transport.requests.last)
            #expect(sent["FileData"] == ["@odata.type": "#Exchange.ByteArrayType", "Data": [97, 98, 10]])
            #expect(sent["Description"] == "d")
        }
    }

    @Test func aFileThatIsMissingIsNamed() async throws {
        let run = try environmentRun()
        let transport = run.script()
        let outcome = await run("New-Fingerprint", "-FileData", "@nothing.bin", "-Description", "d")
        #expect(outcome.code == .usage)
        #expect(
            outcome.errors.contains("there is no file nothing.bin"),
            "said: \(outcome.errors)"
        )
        #expect(transport.requests.isEmpty)
    }

    @Test func fidelityAsksForTypesAndObjectsInside() async throws {
        let run = try environmentRun()
        let document =
            "<Objs xmlns='http://schemas.microsoft.com/powershell/2004/04'><Obj RefId='0'><MS><S N='Name'>a</S>"
            + "<Obj N='Size' RefId='1'><ToString>2 KB</ToString><Props><I64 N='Bytes'>2048</I64></Props></Obj></MS></Obj></Objs>"
        let page = TestRun.page("{\"_clixml\":\(JSONValue.string(document).text())}")
        let transport = run.script(page, page)
        let outcome = await run("Get-Mailbox", "--fidelity", "clixml", "-o", "ndjson")
        #expect(outcome.output == "{\"Name\":\"a\",\"Size\":{\"Bytes\":2048}}\n", "said: \(outcome.errors)")
        #expect(transport.requests.first?.headers["X-ResponseFormat"] == "clixml")
        let raw = await run("Get-Mailbox", "--fidelity", "clixml", "-o", "raw").output
        #expect(raw.contains("\"@text\":\"2 KB\"") && raw.contains("\"Bytes@data.type\":\"System.Int64\""), "\(raw)")
        #expect(await run("Get-Mailbox", "--fidelity", "xml").code == .usage)
    }
}
