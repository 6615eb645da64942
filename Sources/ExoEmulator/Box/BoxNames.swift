#if os(Linux)
import EmulatorCore
import Glibc

/// What makes the names of the service lead to the emulator in a box, and no name anywhere else.
struct BoxNames: Sendable {
    /// The names that lead to the emulator.
    var names: [String]

    /// Puts it in the place of what the machine has.
    func write(to folder: BoxFolder) throws {
        guard unsafe access("/etc/hosts", F_OK) == 0 else {
            throw EmulatorError("there can be no box here: /etc/hosts is missing; an empty file will do")
        }
        let hosts = hosts(over: Self.read("/etc/hosts"), machine: Self.machineName)
        try folder.write(Array(hosts.utf8), to: "hosts")
        try folder.cover("/etc/hosts", with: "hosts")
        // Name services that look elsewhere first would find the real service's addresses, and fail to reach them.
        let switches = Self.switches(over: Self.read("/etc/nsswitch.conf"))
        try folder.write(Array(switches.utf8), to: "nsswitch.conf")
        try folder.cover("/etc/nsswitch.conf", with: "nsswitch.conf")
        try folder.makeFolder("nscd")
        try folder.cover("/run/nscd", with: "nscd")
    }

    /// The hosts file: the emulator's names, this machine's, and what it has for loopback addresses.
    func hosts(over text: String, machine: String) -> String {
        let lines = text.split(separator: "\n").map { $0.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace) }
        let kept = lines.compactMap { words -> String? in
            guard let address = words.first, address.hasPrefix("127.") || address == "::1" else { return nil }
            let others = words.dropFirst().filter { !names.contains($0.lowercased()) }
            return others.isEmpty ? nil : ([address] + others).joined(separator: " ")
        }
        let own = ["localhost"] + (machine.isEmpty ? [] : [machine])
        return ([(["127.0.0.1"] + own).joined(separator: " ")] + names.map { "127.0.0.1 \($0)" } + kept)
            .joined(separator: "\n") + "\n"
    }

    /// The name service switch with hosts from the file alone.
    static func switches(over text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.filter { !$0.hasPrefix("hosts:") } + ["hosts: files", ""]).joined(separator: "\n")
    }

    private static var machineName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func read(_ file: String) -> String {
        PrivateFile.read(file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
#endif
