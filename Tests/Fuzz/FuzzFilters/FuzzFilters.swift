@testable import EmulatorExchange

/// One OPATH filter of a cmdlet: read with its values brought to the types of the properties, or refused with a reason.
@c(LLVMFuzzerTestOneInput)
public func fuzzFilters(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for cmdlet in ["Get-Mailbox", "Get-Recipient"] {
        // A refusal is an answer; the end of the program is none.
        do { _ = try FilterProperties.filter(text, of: cmdlet) } catch { continue }
    }
    return 0
}
