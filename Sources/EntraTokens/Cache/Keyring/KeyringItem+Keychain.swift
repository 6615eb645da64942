#if canImport(Security)
import Foundation
import Security

extension KeyringItem {
    /// As msal-extensions names its service.
    private var query: [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword, kSecAttrService as String: "msal-extensions",
            kSecAttrAccount as String: name,
        ]
    }

    /// The text; `nil` where none is kept.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`.
    func read() throws -> [UInt8]? {
        var query = query
        query[kSecReturnData as String] = true
        var found: CFTypeRef?
        let status = unsafe SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        guard status == errSecSuccess, let data = found as? Data else { throw Self.failure(status) }
        return Array(data)
    }

    /// Keeps a text in place of the one before.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`.
    func write(_ bytes: [UInt8]) throws {
        let value = [kSecValueData as String: Data(bytes)]
        var status = SecItemUpdate(query as CFDictionary, value as CFDictionary)
        if status == errSecItemNotFound {
            var item = query
            item[kSecAttrLabel as String] = label
            status = SecItemAdd(item.merging(value) { $1 } as CFDictionary, nil)
        }
        guard status == errSecSuccess else { throw Self.failure(status) }
    }

    private static func failure(_ status: OSStatus) -> TokenError {
        let reason = SecCopyErrorMessageString(status, nil) as String? ?? "\(status)"
        return failure("the keyring cannot be used: \(SanitizedText.shown(reason))")
    }
}
#endif
