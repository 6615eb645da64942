import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

struct SeedingTests {
    private func call(
        _ emulator: Emulator,
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil
    ) -> ServerResponse {
        emulator.respond(
            to: ServerRequest(
                method: method,
                target: "/_emulator/\(path)",
                headers: body == nil ? [] : [.init("Content-Type", "application/json")],
                body: body?.serialized() ?? []
            )
        )
    }

    /// Who reads while the seed is made sees the store before it or after it, never in between.
    @Test func showsNobodyHalfASeed() async throws {
        let emulator = try SeededStore.emulator(.temporary())
        let before = try emulator.context.directory.users(of: Seed.contosoID).count
        await withTaskGroup { group in
            group.addTask {
                #expect(call(emulator, "POST", "seed", ["users": 400, "applications": 20]).status == 200)
            }
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<60 {
                        #expect(call(emulator, "GET", "users/adele@contoso.com").status == 200)
                        let count = try? emulator.context.directory.users(of: Seed.contosoID).count
                        #expect(count == before || count == before + 400)
                    }
                }
            }
        }
        #expect(try emulator.context.directory.users(of: Seed.contosoID).count == before + 400)
        #expect(try emulator.context.store.integrityFaults().isEmpty)
    }
}
