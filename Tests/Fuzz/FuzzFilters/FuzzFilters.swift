@testable import EmulatorExchange

/// One OPATH filter: read and held against a mailbox, or refused with a reason.
@c(LLVMFuzzerTestOneInput)
public func fuzzFilters(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    // A refusal is an answer; the end of the program is none.
    do {
        let filter = try RecipientFilter(
            parsing: text,
            properties: FilterProperties(cmdlet: "Get-Mailbox", shape: .mailbox)
        )
        _ = filter.matches(ObjectRow(shape: .mailbox, title: ""))
    } catch { return 0 }
    return 0
}
