/// The browser of whoever sits before this machine.
package enum SystemBrowser {
    /// Asks the browser, where there is one, to open a page.
    ///
    /// Nobody waits for it: a program that is the browser itself goes on when the sign-in and this program have ended.
    ///
    /// - Parameters:
    ///   - address: The page's https address.
    ///   - environment: Variables: `BROWSER` names a program, and without a display there is none.
    /// - Returns: Whether a browser was asked to open it; it is none over ssh without a display.
    @discardableResult
    package static func open(_ address: String, environment: [String: String]) -> Bool {
        guard let command = command(environment), let path = ExecutableSearch.path(of: command, in: environment) else {
            return false
        }
        let program = ChildProgram(path: path, arguments: [address], environment: environment, errors: .dropped)
        do {
            try program.beginAndLeave()
            return true
        } catch {
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
