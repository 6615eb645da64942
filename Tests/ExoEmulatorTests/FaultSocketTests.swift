import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// Faults as a client meets them behind a socket.
@Suite(.timeLimit(.minutes(10)))
struct FaultSocketTests {
    private func withEmulator(_ body: (Emulator) throws -> Void) async throws {
        var configuration = try EmulatorConfiguration.temporary()
        configuration.frontPort = 0
        configuration.regionalPort = 0
        let emulator = try SeededStore.emulator(configuration)
        try emulator.start()
        do { try body(emulator) } catch {
            await emulator.stop()
            throw error
        }
        await emulator.stop()
    }

    private func fetch(_ emulator: Emulator) throws -> CurlProgram.Answer {
        try CurlProgram().send(
            CurlProgram.Call(
                url: emulator.url + "/contoso.com/v2.0/.well-known/openid-configuration",
                authorityFile: emulator.certificateAuthorityFile,
                seconds: 30,
                isLocal: true
            )
        )
    }

    private func set(_ emulator: Emulator, _ fault: JSONValue) {
        let reply = emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/_emulator/faults",
                headers: [.init("Content-Type", "application/json")],
                body: fault.serialized()
            )
        )
        #expect(reply.status == 200)
    }

    @Test func connectionsBreakAndRepliesEndEarly() async throws {
        try await withEmulator { (emulator: Emulator) throws -> Void in
            for (fault, words) in [
                (["kind": "reset", "service": "signIn"], "reset"),
                (["kind": "noReply", "service": "signIn"], "Empty reply"),
                (["kind": "cut", "bytes": 20, "service": "signIn"], "transfer closed"),
            ] as [(JSONValue, String)] {
                set(emulator, fault)
                let error = #expect(throws: EmulatorError.self) { try fetch(emulator) }
                // TLS tells a reset and an end without its own farewell in different words.
                let said = error?.message.lowercased() ?? ""
                #expect(said.contains(words.lowercased()) || said.contains("ssl") || said.contains("eof"), "\(said)")
                let after = try fetch(emulator)
                #expect(after.status == 200)
            }
        }
    }

    @Test func theDateIsTheEmulators() async throws {
        try await withEmulator { (emulator: Emulator) throws -> Void in
            emulator.context.clock.freeze(at: ExchangeHarness.moment)
            let answer = try fetch(emulator)
            let dates = answer.headers.filter { $0.isNamed("Date") }.map(\.value)
            #expect(dates == ["Mon, 21 Sep 2026 14:13:20 GMT"])
            set(emulator, ["kind": "clockSkew", "seconds": 90, "service": "signIn"])
            #expect(try fetch(emulator).headers.first { $0.isNamed("Date") }?.value == "Mon, 21 Sep 2026 14:14:50 GMT")
        }
    }
}
