import ExoJSON
import ExoRows

/// One page: the first byte says how it is cut, the rest is the page.
///
/// However a page is cut, the same rows come out (those that are no JSON may be mended or not); a row that was taken is JSON for the strict parser too, its copy is the
/// row without annotations, and nothing that is not UTF-8 gets through.
@c(LLVMFuzzerTestOneInput)
public func fuzzRows(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let cut = input.first else { return 0 }
    let page = Array(input.dropFirst())
    let whole = rows(of: page, cut: page.count)
    let pieces = rows(of: page, cut: Int(cut) + 1)
    precondition(
        whole.isWhole == pieces.isWhole && whole.rows.count == pieces.rows.count,
        "the cut decides what is read"
    )
    for (row, piece) in zip(whole.rows, pieces.rows) where row != piece {
        precondition(
            (try? RowBatch(bytes: row, ranges: [0..<row.count]).value(0)) == nil,
            "the cut decides what a row is"
        )
    }
    for row in whole.rows { check(row) }
    return 0
}

private struct Outcome {
    var rows: [[UInt8]] = []
    var isWhole = false
}

private func rows(of page: [UInt8], cut: Int) -> Outcome {
    var splitter = PageSplitter(maximumEnvelope: 1 << 16, maximumRow: 1 << 16)
    var outcome = Outcome()
    var place = 0
    do {
        while place < page.count {
            let end = min(page.count, place + max(cut, 1))
            if let batch = try splitter.consume(Array(page[place..<end])) {
                outcome.rows += batch.indices.map { Array(batch[$0]) }
                for row in batch.indices { checkWay(row, of: batch) }
            }
            place = end
        }
        _ = try splitter.finish()
        outcome.isWhole = true
    } catch {
        precondition(error is PageError, "another error: \(error)")
    }
    return outcome
}

/// A row that was checked on the way to its end reads like one of which nothing is known.
private func checkWay(_ place: Int, of batch: RowBatch) {
    let row = Array(batch[place])
    let alone = RowBatch(bytes: row, ranges: [0..<row.count])
    precondition(texts(place, batch) == texts(0, alone), "the way to a row's end decides what it says")
}

private func texts(_ place: Int, _ batch: RowBatch) -> [[UInt8]?] {
    var reader = ColumnReader(["Name", "a", "Identity"])
    var copy: [UInt8] = []
    var record: [UInt8] = []
    return [
        (try? RowScanner.appendWithoutAnnotations(place, of: batch, to: &copy)).map { copy },
        (try? reader.appendRecord(place, of: batch, to: &record)).map { record },
    ]
}

private func check(_ row: [UInt8]) {
    precondition(String(validating: row, as: UTF8.self) != nil, "a row that is not UTF-8")
    let batch = RowBatch(bytes: row, ranges: [0..<row.count])
    var copy: [UInt8] = []
    var reader = ColumnReader(["Name", "a", "Identity"])
    var record: [UInt8] = []
    do {
        try RowScanner.appendWithoutAnnotations(0, of: batch, to: &copy)
    } catch {
        precondition(copy.isEmpty, "a refused row left something behind")
        precondition((try? batch.value(0)) == nil, "the scanner refuses what the parser takes")
        return
    }
    precondition(!copy.contains(0x0A) && !copy.contains(0x0D), "a line break in a line")
    guard let value = try? batch.value(0) else { fatalError("the parser refuses what the scanner takes") }
    guard let copied = try? RowBatch(bytes: copy, ranges: [0..<copy.count]).value(0) else {
        fatalError("the copy is no JSON")
    }
    guard let object = value.objectValue else { return }
    precondition(JSONValue.object(object.withoutAnnotations).serialized() == copied.serialized(), "another row")
    do {
        try reader.appendRecord(0, of: batch, to: &record)
    } catch {
        fatalError("no record of a row: \(error)")
    }
    precondition(String(validating: record, as: UTF8.self) != nil, "a record that is not UTF-8")
}
