#if !canImport(Security)
internal import CSecretService

extension KeyringItem {
    /// The text; `nil` where none is kept.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`: no library, no session bus, no keyring, or a locked one.
    func read() throws -> [UInt8]? {
        var library = try Self.openKeyring()
        var error: UnsafeMutablePointer<exo_secret_error>?
        guard let value = unsafe exo_secret_look_up(&library, name, &error) else {
            if let error = unsafe error { throw unsafe Self.taken(error, &library) }
            return nil
        }
        // The bytes belong to the value and are copied before it is let go.
        defer { unsafe exo_secret_forget(&library, value) }
        var count = 0
        guard let bytes = unsafe exo_secret_bytes(&library, value, &count) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// Keeps a text in place of the one before.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`.
    func write(_ bytes: [UInt8]) throws {
        var library = try Self.openKeyring()
        var error: UnsafeMutablePointer<exo_secret_error>?
        guard unsafe exo_secret_store(&library, name, label, bytes, bytes.count, &error) != 0 else {
            throw unsafe error.map { unsafe Self.taken($0, &library) }
                ?? Self.failure("the keyring does not take the tokens")
        }
    }

    /// The library, once there is a keyring that is open: nobody is to be asked for a password here.
    private static func openKeyring() throws -> exo_secret_functions {
        var library = exo_secret_functions()
        guard unsafe exo_secret_load(&library) != 0 else {
            throw failure(
                "the keyring cannot be used: the library libsecret-1.so.0 is not there",
                "install it (Debian, Ubuntu: libsecret-1-0), or keep the tokens in a file"
            )
        }
        var error: UnsafeMutablePointer<exo_secret_error>?
        guard let keyring = unsafe exo_secret_default_keyring(&library, &error) else {
            throw unsafe error.map { unsafe taken($0, &library) }
                ?? failure("the keyring cannot be used: there is no default keyring")
        }
        defer { unsafe exo_secret_release(&library, keyring) }
        guard unsafe exo_secret_is_locked(&library, keyring) == 0 else {
            throw failure("the keyring is locked", "unlock it, or keep the tokens in a file")
        }
        return library
    }

    /// What the library says; the error is let go.
    private static func taken(
        _ error: UnsafeMutablePointer<exo_secret_error>,
        _ library: inout exo_secret_functions
    ) -> TokenError {
        defer { unsafe exo_secret_free_error(&library, error) }
        let reason =
            unsafe error.pointee.message.map { unsafe SanitizedText.shown(String(cString: $0)) } ?? "no reason is given"
        return failure("the keyring cannot be used: \(reason)")
    }
}
#endif
