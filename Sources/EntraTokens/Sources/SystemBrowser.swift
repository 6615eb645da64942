/// The browser of whoever sits before this machine.
package enum SystemBrowser {
    /// Opens a page in the browser, where there is one.
    ///
    /// - Parameters:
    ///   - address: The page's https address.
    ///   - environment: Variables: `BROWSER` names a program, and without a display there is none.
    ///   - clock: What its time is measured with.
    /// - Returns: Whether a browser was asked to open it; it is none over ssh without a display.
    /// - Throws: `CancellationError`.
    package static func open(
        _ address: String,
        environment: [String: String],
        clock: any Clock<Duration>
    ) async throws -> Bool {
        guard let command = command(environment), let path = ExecutableSearch.path(of: command, in: environment) else {
            return false
        }
        let program = ChildProgram(path: path, arguments: [address], environment: environment, errors: .dropped)
        do {
            // A program that is the browser itself may go on as long as the sign-in; that it began is all there is to know.
            return try await program.run(for: .seconds(300), by: clock).map { $0.exitCode == 0 } ?? true
        } catch is TokenError {
            return false
        }
    }

    private static func command(_ environment: [String: String]) -> String? {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let named = value("BROWSER"), !named.contains(where: { $0 == " " || $0 == "%" || $0 == ":" }) {
            return named
        }
        #if canImport(Darwin)
        return value("SSH_CONNECTION") == nil ? "open" : nil
        #else
        return (value("DISPLAY") ?? value("WAYLAND_DISPLAY")).map { _ in "xdg-open" }
        #endif
    }
}
