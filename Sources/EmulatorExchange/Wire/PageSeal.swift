import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Marks of pages that say everything of their listing, so that nothing is stored: the cursor under a seal of this process.
///
/// The mark of a listing whose places are kept, or whose parameters are long, is the number of a stored cursor.
enum PageSeal {
    private static let key = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    /// What stored cursors, which begin with a digit, do not begin with.
    private static let version: UInt8 = 1
    private static let sealSize = 32
    /// Bytes of a cursor that still fit an address.
    private static let longest = 3000

    /// The mark that holds a cursor; `nil` for one that has to be stored.
    static func mark(of cursor: PageCursor) -> String? {
        guard case .at(.after) = cursor.progress else { return nil }
        let content = JSONValue.object([
            "tenant": .string(cursor.tenantID), "cmdlet": .string(cursor.input.name),
            "parameters": .object(cursor.input.parameters), "anchor": .string(cursor.anchor),
            "server": .string(cursor.server), "position": cursor.state,
            "expires": .double(cursor.expires.timeIntervalSince1970),
        ]).serialized()
        guard content.count <= longest, let seal = seal(of: content) else { return nil }
        return "AD" + Base64.encode([version] + seal + content)
    }

    /// The cursor in a mark that this process sealed; `nil` for every other mark.
    static func cursor(in token: String) -> PageCursor? {
        guard token.hasPrefix("AD"), let bytes = Base64.decode(token.dropFirst(2)), bytes.first == version,
            bytes.count > 1 + sealSize
        else { return nil }
        let content = Array(bytes[(1 + sealSize)...])
        guard let seal = seal(of: content), constantTimeEquals(seal, bytes[1...sealSize]) else { return nil }
        guard let members = try? JSONValue(parsing: content), let tenantID = members["tenant"]?.stringValue,
            let cmdlet = members["cmdlet"]?.stringValue, let parameters = members["parameters"]?.objectValue,
            let anchor = members["anchor"]?.stringValue, let server = members["server"]?.stringValue,
            let position = members["position"], let expires = members["expires"]
        else { return nil }
        let seconds: Double? =
            if case .double(let number) = expires { number } else { expires.integerValue.map { Double($0) } }
        return PageCursor(
            id: "",
            tenantID: tenantID,
            input: CmdletInput(name: cmdlet, parameters: parameters),
            anchor: anchor,
            server: server,
            progress: PageCursor.progress(position),
            expires: Date(timeIntervalSince1970: seconds ?? 0)
        )
    }

    private static func seal(of content: [UInt8]) -> [UInt8]? {
        do { return try HMAC.sha256(content, key: key) } catch { return nil }
    }
}
