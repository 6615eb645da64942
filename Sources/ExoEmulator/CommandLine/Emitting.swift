#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes text whole; a reader that left is no failure.
func emit(_ text: String, to descriptor: Int32) { emit(Array(text.utf8), to: descriptor) }

/// Writes bytes whole; a reader that left is no failure.
func emit(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard written > 0 || errno == EINTR else { return }
        rest = rest.dropFirst(max(written, 0))
    }
}
