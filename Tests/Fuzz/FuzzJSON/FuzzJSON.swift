import ExoJSON
import ExoRows

/// One text: what the parser takes, it takes again when it was written; what it refuses may be mended or not.
@c(LLVMFuzzerTestOneInput)
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = Array(UnsafeBufferPointer(start: start, count: count))
    if let value = parsed(text) {
        precondition(JSONRepair.mended(text[...]) == nil, "nothing is wrong with it, and yet it is mended")
        for indented in [false, true] {
            guard let again = parsed(value.serialized(indented: indented)) else { fatalError("cannot be read again") }
            precondition(again == value, "another value")
        }
    } else if let mended = JSONRepair.mended(text[...]) {
        precondition(String(validating: mended.text, as: UTF8.self) != nil, "mended, and not UTF-8")
        precondition(JSONRepair.mended(mended.text[...]) == nil, "mended twice")
    }
    return 0
}

private func parsed(_ text: [UInt8]) -> JSONValue? {
    do { return try JSONValue(parsing: text) } catch {
        precondition(error is JSONError, "another error: \(error)")
        return nil
    }
}
