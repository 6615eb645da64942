import ExoCommands

/// One line as it is pasted, and the same bytes as the words of a shell, which a NUL separates.
@c(LLVMFuzzerTestOneInput)
public func fuzzLines(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    answered { _ = try CommandLineReader.read(line: String(decoding: bytes, as: UTF8.self)) }
    let words = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    answered { _ = try CommandLineReader.read(arguments: words) }
    return 0
}

private func answered(_ body: () throws -> Void) {
    // A refusal is an answer; the end of the program is none.
    do { try body() } catch { return }
}
