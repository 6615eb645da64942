import EmulatorCore
import EmulatorEntra
import ExoCrypto
import ExoJSON
import HTTPServer

/// The store as a whole: `export`, `import`, `reset`, `seed`.
struct StoreControl: ControlPart {
    let entra: EntraContext
    let faults: FaultList

    private var context: EmulatorContext { entra.emulator }

    func respond(to call: ControlCall) throws -> ServerResponse? {
        switch (call.request.method, call.names) {
        case ("GET", ["export"]):
            return ServerResponse(
                status: 200,
                headers: [
                    .init("Content-Type", "application/json; charset=utf-8"), .init("Cache-Control", "no-store"),
                ],
                body: try StoreExport.document(context.store)
            )
        case ("POST", ["import"]):
            let result = try StoreImport(call.request.body).write(to: context.store)
            context.signInLog.removeAll()
            return .json(["tables": .integer(Int64(result.tables)), "rows": .integer(Int64(result.rows))])
        case ("POST", ["reset"]):
            _ = try call.object()
            context.clock.reset()
            context.settings.reset()
            faults.removeAll()
            entra.forgetAttempts()
            try context.store.refill(now: context.clock.now)
            context.signInLog.removeAll()
            return .json([:])
        case ("POST", ["seed"]):
            let body = try call.body("users", "applications", "mailboxes", "number")
            let range = 0...Int64(GeneratedSeed.most)
            let seed = GeneratedSeed(
                users: try body.integer("users", in: range) ?? 0,
                applications: try body.integer("applications", in: range) ?? 0,
                hasMailboxes: try body.flag("mailboxes") ?? false,
                number: UInt64(try body.integer("number", in: 0...Int64.max) ?? 1)
            )
            try context.store.add(seed, now: context.clock.now)
            return .json([
                "users": .integer(Int64(seed.users)), "applications": .integer(Int64(seed.applications)),
            ])
        default: return nil
        }
    }
}
