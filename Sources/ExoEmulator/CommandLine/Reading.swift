#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads a descriptor to its end; `nil` when that fails.
func readAll(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = unsafe part.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { bytes += part.prefix(count) }
        if count == 0 { return bytes }
        if count < 0, errno != EINTR { return nil }
    }
}
