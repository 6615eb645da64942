#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The sixteen bytes of a GUID as the service joins them to other ids: its first three groups in the order of a little-endian
/// machine.
package enum IdentifierBytes {
    /// Where each byte stands among those of the text, and the other way round.
    private static let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

    /// The bytes of an id; all zero for what is no GUID.
    package static func bytes(of id: String) -> [UInt8] {
        guard let id = UUID(uuidString: id) else { return [UInt8](repeating: 0, count: order.count) }
        return bytes(of: id)
    }

    /// The bytes of an id, which is parsed already.
    package static func bytes(of id: UUID) -> [UInt8] {
        let value = id.uuid
        return [
            value.3, value.2, value.1, value.0, value.5, value.4, value.7, value.6, value.8, value.9, value.10,
            value.11, value.12, value.13, value.14, value.15,
        ]
    }

    /// The id, in small letters, whose bytes stand from a place on.
    ///
    /// - Parameters:
    ///   - bytes: Bytes of which at least sixteen stand there.
    ///   - start: The place of the first.
    /// - Returns: The id.
    package static func identifier(in bytes: [UInt8], at start: Int) -> String {
        let value = order.map { bytes[start + $0] }
        return UUID(
            uuid: (
                value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7], value[8], value[9],
                value[10], value[11], value[12], value[13], value[14], value[15]
            )
        ).uuidString.lowercased()
    }
}
