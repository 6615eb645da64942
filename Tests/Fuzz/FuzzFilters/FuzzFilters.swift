@testable import EmulatorExchange

/// One OPATH filter: read, asked for its properties, or refused with a reason.
@c(LLVMFuzzerTestOneInput)
public func fuzzFilters(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    do {
        _ = try RecipientFilter(parsing: text).properties
    } catch {
        precondition(error is FilterFault, "another error: \(error)")
    }
    return 0
}
