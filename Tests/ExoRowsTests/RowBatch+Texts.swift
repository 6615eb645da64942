import ExoRows

extension RowBatch {
    /// Makes a batch of one row.
    init(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        self.init(bytes: bytes, ranges: [0..<bytes.count])
    }

    /// The rows as texts.
    var texts: [String] { indices.map { String(decoding: self[$0], as: UTF8.self) } }
}
