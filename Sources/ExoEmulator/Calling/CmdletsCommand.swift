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
            // What is not said is Exchange.
            let extents = cmdlet.extents.map { service, extent in
                service == "Exchange Online" ? extent : "\(extent) (\(service))"
            }
            return
                "\(cmdlet.name)\(blanks)\(extents.isEmpty ? "no: in no service any more" : extents.joined(separator: ", "))\n"
        }.joined()
    }
}
