import ExoRows

extension RowBatch {
    /// Makes a batch of one row.
    init(row: some Sequence<UInt8>) {
        let bytes = Array(row)
        self.init(bytes: bytes, ranges: [0..<bytes.count])
    }

    /// The rows as texts.
    var texts: [String] { indices.map { String(decoding: self[$0], as: UTF8.self) } }
}
