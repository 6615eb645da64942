#if os(Linux)
@testable import EmulatorCore
import Glibc
import TestSupport
import Testing

@testable import ExoEmulator

/// What a program finds in a box.
@Suite(.enabled(if: BoxBench.isPermitted, "\(BoxBench.reason)"), .timeLimit(.minutes(10)))
struct BoxTests {
    private let bench: BoxBench

    init() throws { bench = try BoxBench() }

    @Test func everyNameLeadsToTheEmulatorWhoseAuthorityIsTrusted() throws {
        let names = ServiceNames.all
        let result = try bench.script(
            "for name in \(names.joined(separator: " ")); do curl -sS https://$name/_emulator/clock > /dev/null && echo $name; done"
        )
        #expect(result.output.split(separator: "\n").map(String.init) == names, "said: \(result.errors)")
        #expect(result.code == 0)
        #expect(bench.folder.names == [])
    }

    @Test func documentsRepeatTheNameThatWasAsked() throws {
        let result = try bench.script(
            "curl -sS https://login.microsoftonline.us/contoso.com/v2.0/.well-known/openid-configuration"
        )
        #expect(result.output.contains(#""token_endpoint":"https://login.microsoftonline.us/"#), "\(result)")
    }

    @Test func nothingElseCanBeReached() throws {
        let result = try bench.script(
            "curl -sS https://example.com; echo $?; curl -sS https://1.1.1.1; echo $?; curl -sS https://[2606:4700::1]; echo $?"
        )
        #expect(result.output == "6\n7\n7\n", "said: \(result.errors)")
    }

    @Test(arguments: [
        "env -u SSL_CERT_FILE -u SSL_CERT_DIR -u CURL_CA_BUNDLE curl", "curl --cacert $SSL_CERT_FILE",
        "curl --cacert $REQUESTS_CA_BUNDLE", "curl --cacert $CURL_CA_BUNDLE", "curl --cacert $NODE_EXTRA_CA_CERTS",
    ])
    func theAuthorityIsTrustedByWay(_ curl: String) throws {
        let result = try bench.script("\(curl) -sS https://graph.microsoft.com/_emulator/clock")
        #expect(result.output.contains(#""now""#), "said: \(result.errors)")
    }

    @Test func theFolderOfAuthoritiesHoldsIt() throws {
        let result = try bench.script("ls $SSL_CERT_DIR && cmp $SSL_CERT_DIR/*.0 $NODE_EXTRA_CA_CERTS")
        #expect(result.code == 0 && result.output.count == "01234567.0\n".count, "said: \(result)")
    }

    @Test func javaIsToldOfATrustStoreThatIsThere() throws {
        let result = try bench.script(
            "echo $JAVA_TOOL_OPTIONS; head -c 1 $(dirname $SSL_CERT_FILE)/truststore.p12 | od -An -tx1"
        )
        #expect(result.output.contains("/truststore.p12 -Djavax.net.ssl.trustStorePassword=changeit"))
        #expect(result.output.contains(" 30\n"))
    }

    @Test func aManagedIdentityGetsTokensAsOnAzure() throws {
        let query = "api-version=2019-08-01&resource=https://outlook.office365.com"
        let result = try bench.script(
            """
            curl -sS -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" "$IDENTITY_ENDPOINT?\(query)"; echo
            curl -sS -H Metadata:true "http://169.254.169.254/metadata/identity/oauth2/token?\(query)"
            """
        )
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.contains(#""access_token":"eyJ"#) }, "said: \(result)")
    }

    @Test func proxiesOfOutsideAreLeftOut() throws {
        let words = ["HTTPS_PROXY=http://127.0.0.1:9", "all_proxy=http://127.0.0.1:9", bench.program, "run", "--"]
        let ask = ["curl", "-sS", "https://outlook.office365.com/_emulator/clock"]
        let result = try bench.run(installed: "/usr/bin/env", words + ask)
        #expect(result.output.contains(#""now""#), "said: \(result.errors)")
    }

    @Test func furtherNamesLeadToTheEmulatorToo() throws {
        let result = try bench.script(
            "curl -sS https://sts.contoso.test/_emulator/clock",
            options: ["--host", "sts.contoso.test"]
        )
        #expect(result.output.contains(#""now""#), "said: \(result.errors)")
    }

    @Test func theEmulatorIsControlledFromWithin() throws {
        let result = try bench.script(
            #"$EXO control POST clock '{"freezeAt": "2030-01-02T03:04:05Z"}' && curl -sS https://graph.microsoft.com/_emulator/clock"#
        )
        #expect(result.output.contains("2030-01-02T03:04:05Z"), "said: \(result.errors)")
    }

    @Test func aSeedBecomesADocumentAndTheDocumentTheStore() throws {
        let file = bench.folder.path + "/store.json"
        let people = try users(exportedBy: [])
        #expect(try users(exportedBy: ["--seed", "30"], to: file) == people + 30)
        #expect(try users(exportedBy: ["--import", file]) == people + 30)
        #expect(bench.folder.names == ["store.json"])
    }

    private func users(exportedBy options: [String], to file: String? = nil) throws -> Int {
        let result = try bench.script("$EXO control GET export", options: options)
        if file != nil { bench.folder.write(Array(result.output.utf8), to: "store.json") }
        let store = try Store(path: nil)
        _ = try StoreImport(Array(result.output.utf8)).write(to: store)
        return try Directory(store: store).users(of: Seed.contosoID).count
    }

    @Test func aHomeKeepsTheStore() throws {
        let home = bench.folder.path + "/home"
        let call = #"$EXO control PATCH users/adele@contoso.com '{"accountEnabled": false}'"#
        let changed = try bench.script(call, options: ["--home", home])
        #expect(changed.code == 0, "said: \(changed)")
        let result = try bench.script("$EXO control GET users/adele@contoso.com", options: ["--home", home])
        #expect(result.output.contains(#""accountEnabled":false"#), "said: \(result)")
        #expect(try bench.run(installed: "/bin/rm", ["-r", home]).code == 0)
    }

    @Test func requestsAreLoggedWhereAsked() throws {
        let log = bench.folder.path + "/log"
        _ = try bench.script("curl -sS https://graph.microsoft.com/v1.0/me", options: ["--log", log])
        #expect(String(decoding: bench.folder.bytes(of: "log") ?? [], as: UTF8.self) == "GET /v1.0/me 401 front\n")
    }

    @Test func aBoxFitsIntoABox() throws {
        let result = try bench.script("$EXO run -- curl -sS https://outlook.office365.com/_emulator/clock")
        #expect(result.output.contains(#""now""#), "said: \(result.errors)")
        #expect(result.code == 0)
    }

    @Test func theUserInsideIsTheOneOutside() throws {
        #expect(try bench.script("id -u; id -g").output == "\(geteuid())\n\(getegid())\n")
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func somebodyWithoutPowerHasABoxAndNoPowerInIt() throws {
        // Where the build lies need not be open to everybody.
        let copy = bench.folder.path + "/exo-emulator"
        #expect(try bench.run(installed: "/bin/cp", [bench.program, copy]).code == 0)
        chmod(bench.folder.path, 0o755)
        let become = [
            "--reuid", "65534", "--regid", "65534", "--clear-groups", "env", "TMPDIR=/tmp", "HOME=/tmp", copy,
        ]
        let ask = [
            "run", "--", "sh", "-c",
            "id -u; grep CapEff /proc/self/status; curl -sS https://graph.microsoft.com/_emulator/clock",
        ]
        let result = try bench.run(installed: "/usr/bin/setpriv", become + ask)
        let lines = result.output.split(separator: "\n")
        #expect(lines.prefix(2) == ["65534", "CapEff:\t0000000000000000"], "said: \(result)")
        #expect(lines.last?.contains(#""now""#) == true)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func aProgramThatIsNowhereIsNotFoundWhateverFolderIsClosed() throws {
        let copy = bench.folder.path + "/exo-emulator"
        #expect(try bench.run(installed: "/bin/cp", [bench.program, copy]).code == 0)
        chmod(bench.folder.path, 0o755)
        let closed = bench.folder.path + "/closed"
        mkdir(closed, 0o700)
        let become = [
            "--reuid", "65534", "--regid", "65534", "--clear-groups", "env", "TMPDIR=/tmp", "HOME=/tmp",
            "PATH=\(closed):/usr/bin", copy,
        ]
        let result = try bench.run(installed: "/usr/bin/setpriv", become + ["run", "--", "no-such-program"])
        #expect(result.code == 127)
        #expect(result.errors == "exo-emulator: no-such-program: No such file or directory\n")
    }
}
#endif
