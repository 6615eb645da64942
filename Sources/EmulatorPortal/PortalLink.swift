import EmulatorCore
import HTTPServer

/// Addresses inside the portal.
enum PortalLink {
    /// The path of segments behind `/portal`.
    static func path(_ segments: [String]) -> String {
        segments.isEmpty ? "/" : "/portal/" + segments.map { PercentCoding.encoded($0) }.joined(separator: "/")
    }

    /// The path of segments behind `/portal`, with a query.
    static func path(_ segments: [String], _ query: [(name: String, value: String?)]) -> String {
        let fields = query.compactMap { pair in
            pair.value.flatMap { $0.isEmpty ? nil : ServerRequest.Field(pair.name, $0) }
        }
        return path(segments) + (fields.isEmpty ? "" : "?\(FormFields(fields).encoded)")
    }

    /// Whether a browser that is sent to a target stays in the portal.
    ///
    /// Browsers read a second slash or a backslash as the beginning of another host.
    static func isOwn(_ target: String) -> Bool {
        guard target.utf8.count <= 2048, target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C })
        else { return false }
        let path = target.prefix { $0 != "?" && $0 != "#" }
        guard !path.split(separator: "/").contains(where: { ["..", "."].contains($0) }) else { return false }
        return path == "/" || path == "/portal" || path.hasPrefix("/portal/")
    }
}
