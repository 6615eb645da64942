/// A proxy's URL, of which the user name and password are a secret.
struct ProxyAddress: Sendable, Equatable {
    /// The URL as it was given; an empty one means no proxy.
    let text: String

    init(_ text: String) { self.text = text }

    /// The URL without a user name and password.
    var withoutLogIn: ProxyAddress {
        guard let logIn else { return self }
        var text = text
        text.removeSubrange(logIn)
        return ProxyAddress(text)
    }

    /// Whether a user name or password is in it.
    var hasLogIn: Bool { logIn != nil }

    /// Where the user name, the password and the `@` behind them stand.
    private var logIn: Range<String.Index>? {
        let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
        let end = text[start...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? text.endIndex
        guard let at = text[start..<end].lastIndex(of: "@") else { return nil }
        return start..<text.index(after: at)
    }
}

extension ProxyAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The URL without its secret.
    var description: String { withoutLogIn.text }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["text": description]) }
}
