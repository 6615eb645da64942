import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the emulator is and has, and its end: `status`, `stop`.
struct StatusControl: ControlPart {
    let context: EmulatorContext
    let faults: FaultList
    /// Where the store lies; nil for memory.
    let store: String?
    /// Ends the program; nil where the emulator is a part of another one.
    let stop: (@Sendable () -> Void)?

    func respond(to call: ControlCall) throws -> ServerResponse? {
        switch (call.request.method, call.names) {
        case ("GET", ["status"]): return .json(.object(try status()))
        case ("POST", ["stop"]):
            _ = try call.body("")
            guard let stop else {
                throw EmulatorError("This emulator is a part of another program, and ends with it.")
            }
            stop()
            return .json(["process": .integer(Int64(ProcessInfo.processInfo.processIdentifier))])
        default: return nil
        }
    }

    private func status() throws -> JSONObject {
        [
            "version": .string(EmulatorVersion.current),
            "url": .string(context.endpoints.base),
            "regional": .string(context.endpoints.regionalBase),
            "identity": context.endpoints.identityBase.map { .string($0) } ?? .null,
            "process": .integer(Int64(ProcessInfo.processInfo.processIdentifier)),
            "store": .string(store ?? "memory"),
            "clock": .string(context.clock.now.ISO8601Format()),
            "requests": .integer(Int64(context.requestLog.total)),
            "tenants": .array(try context.directory.tenants().map { .object(try tenant($0)) }),
            "faults": .array(faults.json),
        ]
    }

    private func tenant(_ tenant: TenantRecord) throws -> JSONObject {
        let counts = try context.store.read { connection in
            try ["user", "directory_group", "application", "exchange_object"].map { table in
                try connection.first("SELECT count(*) FROM \"\(table)\" WHERE tenant_id = ?", [tenant.id]) {
                    try $0.integer()
                } ?? 0
            }
        }
        return [
            "id": .string(tenant.id), "domain": .string(tenant.defaultDomain), "users": .integer(Int64(counts[0])),
            "groups": .integer(Int64(counts[1])), "apps": .integer(Int64(counts[2])),
            "objects": .integer(Int64(counts[3])),
        ]
    }
}
