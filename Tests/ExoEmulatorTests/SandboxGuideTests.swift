#if os(Linux)
import EmulatorCore
import TestSupport
import Testing

/// The commands of docs/sandbox.md that need nothing but a shell and curl, run as they stand there.
@Suite(.enabled(if: BoxBench.isPermitted, "\(BoxBench.reason)"), .timeLimit(.minutes(10)))
struct SandboxGuideTests {
    private static let blocks: [String] = {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = PrivateFile.read("/\(root)/docs/sandbox.md").map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "```sh\n").dropFirst().map {
            String($0.prefix(upTo: $0.firstRange(of: "\n```")?.lowerBound ?? $0.endIndex))
        }
    }()

    @Test func hasCommands() { #expect(Self.blocks.count == 6) }

    @Test(arguments: blocks)
    func doesWhatItSays(_ block: String) throws {
        let bench = try BoxBench()
        let folder = bench.program.split(separator: "/").dropLast().joined(separator: "/")
        let script = "set -e; export PATH=\"/\(folder):$PATH\"; cd \"$TMPDIR\"\n\(block)"
        let result = try bench.run(installed: "/bin/sh", ["-c", script])
        #expect(result.code == 0, "said: \(result)")
    }
}
#endif
