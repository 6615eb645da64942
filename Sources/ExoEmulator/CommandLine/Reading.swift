import HTTPServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads a descriptor to its end into a file without a name; `nil` when that fails.
func spool(_ descriptor: Int32) -> SpoolFile? {
    guard let file = try? SpoolFile() else { return nil }
    var part = [UInt8](repeating: 0, count: 1 << 18)
    while true {
        let count = unsafe part.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        if count == 0 { return file }
        if count < 0, errno == EINTR { continue }
        guard count > 0, (try? file.append(part.prefix(count))) != nil else { return nil }
    }
}
