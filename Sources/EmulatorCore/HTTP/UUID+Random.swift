#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension UUID {
    /// A random identifier (RFC 9562, version 4), for what each request needs: `UUID()` opens a file for every one.
    package static func random() -> UUID {
        var generator = SystemRandomNumberGenerator()
        let numbers = (generator.next() as UInt64, generator.next() as UInt64)
        return unsafe withUnsafeBytes(of: numbers) { bytes in
            unsafe UUID(
                uuid: (
                    bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6] & 0x0F | 0x40, bytes[7],
                    bytes[8] & 0x3F | 0x80, bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
                )
            )
        }
    }
}
