import ExchangeOnline
import ExoCrypto
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Values that are in files.
struct FileValueTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(_ bytes: [UInt8]) throws -> String {
        let path = folder.path + "/value"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func sent(_ cmdlet: Cmdlet) async throws -> JSONValue {
        let bench = Bench([Page.reply(0..<0)])
        _ = try await bench.run(cmdlet)
        let body = try JSONValue(parsing: try #require(bench.transport.requests.first?.body))
        return try #require(body["CmdletInput"]?["Parameters"])
    }

    @Test func bytesAreTakenAsTheyAre() async throws {
        let path = try file([0, 10, 255])
        let sent = try await sent(Cmdlet("New-Fingerprint", parameters: ["Description": "d", "FileData": .file(path)]))
        #expect(sent["FileData"] == ["@odata.type": "#Exchange.ByteArrayType", "Data": [0, 10, 255]])
    }

    @Test func aTextIsTakenWithoutItsMark() async throws {
        let path = try file(Array("\u{FEFF}Zoë".utf8))
        #expect(
            try await sent(Cmdlet("Set-Mailbox", parameters: ["Identity": "a", "Office": .file(path)]))["Office"]
                == "Zoë"
        )
    }

    @Test(arguments: [("missing", "there is no such file"), ("", "it is no text")])
    func aFileThatCannotBeTakenIsNamed(_ name: String, _ reason: String) async throws {
        let path = name.isEmpty ? try file([0xFF]) : folder.path + "/" + name
        let bench = Bench()
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await bench.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a", "Office": .file(path)]))
        }
        #expect(error?.code == .invalidRequest)
        #expect(
            error?.message.contains(reason) == true && error?.message.contains(path) == true,
            "\(error?.message ?? "")"
        )
        #expect(bench.transport.requests.isEmpty)
    }
}
