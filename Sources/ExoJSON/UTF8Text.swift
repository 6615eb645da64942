internal import CSimdjson

/// What can be told of bytes that should be UTF-8.
package enum UTF8Text {
    /// Whether the bytes are UTF-8, as RFC 3629 has it: nothing overlong, no surrogate, nothing above U+10FFFF.
    ///
    /// The memory is used inside the call only.
    @unsafe
    package static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        return unsafe exo_utf8_is_valid(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), bytes.count) != 0
    }
}
