import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
import Glibc
#else
import Foundation
#endif

/// `exo-emulator status` and `exo-emulator stop`.
struct StatusCommand: Sendable {
    let emulator: RunningEmulator

    /// What the emulator that runs is and has.
    ///
    /// - Throws: ``EmulatorError`` when none runs.
    func status() throws -> String { Self.text(try emulator.call("GET", "status")) }

    /// Ends the emulator and waits until it has ended.
    ///
    /// - Throws: ``EmulatorError`` when none runs, or it is not to be ended this way.
    func stop() async throws -> String {
        let process = try emulator.call("POST", "stop", [:])["process"]?.integerValue ?? 0
        guard let id = pid_t(exactly: process), id > 0 else { return "the emulator ends\n" }
        // It answers what it has begun, two seconds at most. Who is not its parent is told of no process that ends, so this
        // asks again and again.
        for _ in 0..<200 {
            guard Self.runs(id) else { return "stopped\n" }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw EmulatorError("The emulator, process \(id), has not ended yet; end it with: kill \(id)")
    }

    // One that has ended counts as long as nobody has asked it for its exit code.
    private static func runs(_ id: pid_t) -> Bool {
        guard kill(id, 0) == 0 else { return false }
        let state = PrivateFile.read("/proc/\(id)/stat").map { String(decoding: $0, as: UTF8.self) }
        return state?.split(separator: ")").last?.hasPrefix(" Z") != true
    }

    /// The status for a person.
    static func text(_ status: JSONValue) -> String {
        var lines: [(String, String)] = []
        func add(_ name: String, _ value: JSONValue?) {
            guard let value, value != .null else { return }
            lines.append((name, value.stringValue ?? value.text()))
        }
        for name in ["version", "url", "regional", "identity", "process", "store", "clock", "requests"] {
            add(name, status[name])
        }
        for tenant in status["tenants"]?.arrayValue ?? [] {
            let counts = ["users", "groups", "apps", "objects"].map { name in
                "\(tenant[name]?.integerValue ?? 0) \(name == "objects" ? "Exchange objects" : name)"
            }
            lines.append(("tenant", "\(tenant["domain"]?.stringValue ?? "") \(tenant["id"]?.stringValue ?? "")"))
            lines.append(("", counts.joined(separator: ", ")))
        }
        let faults = status["faults"]?.arrayValue ?? []
        if faults.isEmpty { lines.append(("faults", "none")) }
        for (place, fault) in faults.enumerated() {
            lines.append((place == 0 ? "faults" : "", FaultCommand.line(fault.objectValue ?? [:])))
        }
        return lines.map { name, value in
            name + String(repeating: " ", count: max(1, 10 - name.count)) + value + "\n"
        }.joined()
    }
}
