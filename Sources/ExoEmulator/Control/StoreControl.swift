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
            return try export()
        case ("POST", ["import"]):
            let document = try call.request.spooled.map { try StoreImport($0) } ?? StoreImport(call.request.body)
            let result = try document.write(to: context.store)
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
            let body = try call.body("users", "applications", "mailboxes", "number", "groups", "seed")
            let range = 0...Int64(GeneratedSeed.most)
            // A truth is about the people, a number about a company, as for the command.
            let isCompany = body.object["mailboxes"]?.boolValue == nil
            var seed = GeneratedSeed(
                users: try body.integer("users", in: range) ?? 0,
                applications: try body.integer("applications", in: range) ?? 0,
                hasMailboxes: isCompany ? false : try body.flag("mailboxes") ?? false,
                number: UInt64(try body.integer("number", in: 0...Int64.max) ?? 1)
            )
            if isCompany { seed.company.mailboxes = try body.integer("mailboxes", in: range) ?? 0 }
            seed.company.groups = try body.integer("groups", in: range) ?? 0
            seed.company.number = UInt64(try body.integer("seed", in: 0...Int64.max) ?? 1)
            try context.store.add(seed, now: context.clock.now)
            return .json([
                "users": .integer(Int64(seed.users)), "applications": .integer(Int64(seed.applications)),
                "mailboxes": .integer(Int64(seed.company.mailboxes)), "groups": .integer(Int64(seed.company.groups)),
            ])
        default: return nil
        }
    }

    /// So much of an export is held in memory.
    private static let small = 8 * 1024 * 1024

    private func export() throws -> ServerResponse {
        let file: SpoolFile
        do {
            file = try SpoolFile()
            try StoreExport.write(context.store) { try file.append($0) }
        } catch let error as ServerError { throw EmulatorError("The export has no room: \(error.message).") }
        var response = ServerResponse(
            status: 200,
            headers: [.init("Content-Type", "application/json; charset=utf-8"), .init("Cache-Control", "no-store")]
        )
        if file.size <= Self.small { response.body = file.bytes() } else { response.file = file }
        return response
    }
}
