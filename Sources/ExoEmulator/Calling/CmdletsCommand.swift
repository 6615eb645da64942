import EmulatorExchange

/// `exo-emulator cmdlets NAME`: how far a cmdlet is emulated, or all whose names fit a pattern.
struct CmdletsCommand: Sendable {
    let pattern: String

    /// A line for each cmdlet.
    ///
    /// - Throws: ``EmulatorError`` when there is none.
    func text() throws -> String {
        let wanted = NamePattern(pattern)
        let found = EmulatedCmdlets.catalogue.filter(wanted.matches).compactMap(EmulatedCmdlets.cmdlet)
        guard !found.isEmpty else {
            let near = EmulatedCmdlets.nearest(to: pattern)
            let hint =
                near.isEmpty ? "try 'exo-emulator cmdlets \"*Mailbox*\"'" : "try one of \(near.joined(separator: ", "))"
            throw EmulatorError("There is no cmdlet '\(pattern)'; \(hint)")
        }
        let width = found.map(\.name.count).max() ?? 0
        return found.map { cmdlet in
            let blanks = String(repeating: " ", count: width - cmdlet.name.count + 2)
            let extents = Self.extents(of: cmdlet)
            return
                "\(cmdlet.name)\(blanks)\(extents.isEmpty ? "no: in no service any more" : extents.joined(separator: ", "))\n"
        }.joined()
    }

    /// How far a cmdlet is emulated: what is not said is Exchange, and one reason that both services have is said once.
    private static func extents(of cmdlet: EmulatedCmdlets.Cmdlet) -> [String] {
        let all = cmdlet.extents
        if all.count > 1, let reason = all.first?.extent, reason.hasPrefix("no:"),
            all.allSatisfy({ $0.extent == reason })
        {
            return ["\(reason) (\(all.map(\.service).joined(separator: ", ")))"]
        }
        return all.map { service, extent in service == "Exchange Online" ? extent : "\(extent) (\(service))" }
    }
}
