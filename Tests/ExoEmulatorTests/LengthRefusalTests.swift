import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// What a body that is too long is told, by the service that it was for.
@Suite(.timeLimit(.minutes(10)))
struct LengthRefusalTests {
    private static let limit = ServerLimits().maximumBodyBytes

    private static func send(_ method: String, _ path: String, to emulator: Emulator) throws -> CurlProgram.Answer {
        try CurlProgram().send(
            CurlProgram.Call(
                method: method,
                url: emulator.url + path,
                headers: [.init("Content-Type", "application/json")],
                body: Array(repeating: UInt8(ascii: " "), count: limit + 1),
                authorityFile: emulator.certificateAuthorityFile,
                seconds: 60,
                isLocal: true
            )
        )
    }

    @Test func hasTheFormOfTheServiceThatWasAsked() async throws {
        var configuration = try EmulatorConfiguration.temporary()
        configuration.frontPort = 0
        configuration.regionalPort = 0
        let emulator = try SeededStore.emulator(configuration)
        try emulator.start()
        let answers = await Result {
            try await onOwnThread {
                let call = "/adminapi/beta/\(ExchangeHarness.contoso)/"
                return try (
                    cmdlet: Self.send("POST", call + "InvokeCommand", to: emulator),
                    entities: Self.send("POST", call + "Mailbox", to: emulator),
                    graph: Self.send("POST", "/v1.0/users", to: emulator),
                    signIn: Self.send("POST", "/contoso.com/oauth2/v2.0/token", to: emulator)
                )
            }
        }
        await emulator.stop()
        let all = try answers.get()
        for answer in [all.cmdlet, all.entities, all.graph, all.signIn] { #expect(answer.status == 413) }
        for answer in [all.cmdlet, all.entities] {
            let error = try JSONValue(parsing: answer.body)["error"]
            #expect(error?["code"] == "RequestEntityTooLarge", "\(String(decoding: answer.body, as: UTF8.self))")
            #expect(answer.headers.contains { $0.isNamed("x-ExceptionType") && $0.value == "HttpException" })
            #expect(answer.headers.contains { $0.isNamed("request-id") })
        }
        let graph = try JSONValue(parsing: all.graph.body)["error"]
        #expect(graph?["code"] == "RequestEntityTooLarge" && graph?["innerError"]?["request-id"] != nil)
        // How the authority says it is not known.
        #expect(String(decoding: all.signIn.body, as: UTF8.self).contains("\(Self.limit) bytes"))
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
