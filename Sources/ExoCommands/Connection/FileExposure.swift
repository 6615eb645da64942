/// Who could read a file with a secret, and what follows from it.
struct FileExposure: Sendable {
    /// The bits of its mode.
    var mode: UInt32
    /// Whether it belongs to the user.
    var isOwn: Bool
    /// Whether nothing can be changed where it lies, as with the secrets that are mounted into a container.
    var isOnReadOnlyMount: Bool

    /// Why the file is not used, with what helps; `nil` where it may be used.
    func refusal(_ privacy: PrivateFile.Privacy, path: String, what: String) -> CommandError? {
        let forbidden: UInt32
        switch privacy {
        case .none: return nil
        case .notWorldReadable where isOnReadOnlyMount: return nil
        case .notWorldReadable: forbidden = 0o007
        case .ownerOnly: forbidden = 0o077
        }
        guard mode & forbidden != 0 else { return nil }
        let digits = String(mode, radix: 8)
        return CommandError(
            .notConnected,
            "\(what) \(path) can be read by others, so what it holds is not used",
            details: ["its mode is \(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"]
                + (isOwn ? [] : ["it belongs to another user, who alone can change that"]),
            repair: isOwn
                ? "chmod 600 '\(path)'   (and replace what it holds if others may have read it)"
                : "if it is meant to be so: --access-token-stdin < '\(path)'"
        )
    }
}
