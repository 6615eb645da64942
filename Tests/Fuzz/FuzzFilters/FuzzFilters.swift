@testable import EmulatorExchange

/// One OPATH filter: read, asked for its properties, or refused with a reason.
@c(LLVMFuzzerTestOneInput)
public func fuzzFilters(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    // A refusal is an answer; the end of the program is none.
    do { _ = try RecipientFilter(parsing: text).properties } catch { return 0 }
    return 0
}
