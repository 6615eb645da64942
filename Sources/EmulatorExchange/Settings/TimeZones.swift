import EmulatorCore

/// The time zones that mailboxes take, by the names of Windows in small letters.
enum TimeZones {
    static let names: Set<String> = Set(
        EmbeddedFile.timeZones.text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.lowercased() }
    )
}
