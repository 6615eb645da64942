import ExoJSON

extension RowBatch {
    /// The rows without a member that stands at the beginning of each and has a text without escapes.
    ///
    /// No row is decoded: it begins behind the member. A row that has something else there stays as it is.
    package func withoutFirstMember(named name: String) -> RowBatch {
        let beginning = Array("{\"\(name)\":\"".utf8)
        var batch = self
        for place in ranges.indices {
            let range = ranges[place]
            guard range.count > beginning.count,
                bytes[range.lowerBound..<range.lowerBound + beginning.count].elementsEqual(beginning)
            else { continue }
            var end = range.lowerBound + beginning.count
            while end < range.upperBound, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") {
                end += 1
            }
            let next = end + 1
            guard next < range.upperBound, bytes[end] == UInt8(ascii: "\"") else { continue }
            switch bytes[next] {
            case UInt8(ascii: ","):
                batch.bytes[next] = UInt8(ascii: "{")
                batch.move(place, to: next..<range.upperBound)
            case UInt8(ascii: "}"):
                batch.bytes[end] = UInt8(ascii: "{")
                batch.move(place, to: end..<range.upperBound)
            default: continue
            }
        }
        return batch
    }
}
