import EmulatorCore
import HTTPServer

/// The field in which warnings travel beside entities, which have no place for them: one for all, with a mark behind each.
enum WarningField {
    static let name = "X-Warnings"

    /// The field of some warnings.
    static func field(_ warnings: [String]) -> ServerRequest.Field {
        .init(name, warnings.map(text).joined())
    }

    /// Puts one more warning into a reply.
    static func add(_ warning: String, to reply: inout ServerResponse) {
        let there = reply.header(name) ?? ""
        reply.headers.removeAll { $0.isNamed(name) }
        reply.headers.append(.init(name, there + text(warning)))
    }

    private static func text(_ warning: String) -> String {
        String("\(warning)<eow>".map { $0.isASCII && $0 >= " " ? $0 : " " })
    }
}
