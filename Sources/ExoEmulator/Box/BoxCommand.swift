#if os(Linux)
import EmulatorCore
import Glibc

/// Runs a command in a box, seen from outside: makes it, hands signals on, waits for its end and removes what is left.
struct BoxCommand: Sendable {
    /// What follows `run` on the command line.
    let words: [String]
    let options: BoxOptions
    let environment: [String: String]

    /// Runs it; to be called while the process has one thread.
    ///
    /// - Returns: The command's exit code.
    /// - Throws: ``EmulatorError`` when there is no box.
    func run() throws -> Int32 {
        let terminal = Terminal()
        let doors = try options.exposed.map(BoxDoor.init)
        let signals = HeldSignals()
        let temporary = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        let folder = try BoxFolder(in: BoxFolder.absolute(temporary))
        defer { folder.remove() }
        try Namespaces.enterProcesses()
        let keeper = try startKeeper(folder, doors)
        // What the first process of the box reads there is our end.
        defer { close(keeper.line) }
        defer { terminal.takeBack() }
        while true {
            switch signals.next() {
            case .child: if let code = keeper.child.takeEnd() { return code }
            case .other(let number): keeper.child.signal(number)
            case .parentEnded: continue
            }
        }
    }

    private func startKeeper(_ folder: BoxFolder, _ doors: [BoxDoor]) throws -> (child: ChildProcess, line: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw Namespaces.refusal("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let place = BoxPlace(line: ends[0], doors: doors.map(\.descriptor), folder: folder)
        do {
            let child = try ChildProcess(
                "/proc/self/exe",
                ["exo-emulator", BoxKeeper.name, place.word] + words,
                variables: environment.map { "\($0.key)=\($0.value)" },
                isHeld: true,
                kept: [place.line] + place.doors
            )
            return (child, ends[1])
        } catch {
            close(ends[1])
            throw EmulatorError("the box cannot be started: \(error.reason)")
        }
    }
}
#endif
