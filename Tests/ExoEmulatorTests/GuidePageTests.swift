#if os(Linux)
import EmulatorCore
import TestSupport
import Testing

/// The commands of docs/guides, run as they stand there, in a box in which the service's own names lead to the emulator.
@Suite(.enabled(if: BoxBench.isPermitted, "\(BoxBench.reason)"), .timeLimit(.minutes(5)))
struct GuidePageTests {
    private static let names = [
        "connect-with-a-token", "long-jobs", "many-tenants", "move-from-the-module", "pipeline",
        "test-without-a-tenant", "unauthorized",
    ]

    /// What a reader has before: a folder, and the tools that give tokens.
    private static let before = #"""
        set -e
        export XDG_CONFIG_HOME=$PWD/home
        umask 077
        mkdir home
        get-my-token() {
            curl -sS https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token \
                -d grant_type=client_credentials -d client_id=aaaaaaaa-0000-4000-8000-000000000002 \
                -d client_secret=emulator-automation-secret -d scope=https://outlook.office365.com/.default
        }
        get-graph-token() {
            printf Emulator-Passw0rd | exo token get --user-principal-name admin@contoso.com --username admin@contoso.com \
                --password-stdin --client-id 04b07795-8ddb-461a-bbee-02f9e1bf7b46 \
                --scope https://graph.microsoft.com/.default --quiet
        }

        """#

    private static func commands(of name: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try #require(PrivateFile.read("/\(root)/docs/guides/\(name).md"), "there is no such guide")
        return String(decoding: text, as: UTF8.self).split(separator: "```sh\n").dropFirst().map { block in
            String(block.prefix(upTo: block.firstRange(of: "\n```")?.lowerBound ?? block.endIndex))
        }.joined(separator: "\n")
    }

    @Test(arguments: names)
    func doesWhatItSays(name: String) throws {
        let commands = try Self.commands(of: name)
        #expect(commands.contains("exo "))
        let bench = try BoxBench()
        let folder = bench.program.split(separator: "/").dropLast().joined(separator: "/")
        let script = "export PATH=\"/\(folder):$PATH\"; cd \"$TMPDIR\"\n\(Self.before)\(commands)"
        let result = try bench.run("--", "bash", "-c", script)
        #expect(result.code == 0, "said: \(result)")
    }
}
#endif
