import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// The keys by which tokens are checked (RFC 7517).
enum KeyDocument {
    /// Answers the keys of an authority.
    ///
    /// - Throws: ``EntraError`` 900561, 90002 or 900023.
    static func respond(_ call: EntraCall, segment: String, version: ProtocolVersion) throws -> ServerResponse {
        guard call.isRead else { throw EntraError.wrongVerb("GET") }
        let authority = try Authority(segment, in: call.context.directory)
        let keys = try call.keys.published().map { key in
            var entry = key.published
            if version == .v2 {
                entry["issuer"] = .string("\(call.authority)/\(authority.tenant?.id ?? "{tenantid}")/v2.0")
            }
            return JSONValue.object(entry)
        }
        return call.document(["keys": .array(keys)])
    }
}
