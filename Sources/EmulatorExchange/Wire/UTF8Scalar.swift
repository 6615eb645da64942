/// Characters in UTF-8.
enum UTF8Scalar {
    /// The character at a place of valid UTF-8 that is not ASCII, and how many bytes it has.
    @unsafe
    static func decode(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> (scalar: UInt32, length: Int) {
        func part(_ offset: Int) -> UInt32 { unsafe UInt32(text[place + offset] & 0x3F) }
        let first = unsafe UInt32(text[place])
        if first < 0xE0 { return ((first & 0x1F) << 6 | part(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | part(1) << 6 | part(2), 3) }
        return ((first & 0x07) << 18 | part(1) << 12 | part(2) << 6 | part(3), 4)
    }
}
