internal import CCmdletData

/// The compiled facts: sections of entries, found by binary search and decoded one at a time.
///
/// `scripts/build-catalogue.py` describes the form. Every place and every count is checked against the size before it
/// is used, so that damaged bytes give missing facts and never a fault.
@safe
struct CatalogueBlob: @unchecked Sendable {
    // Sendable because the bytes are never written: the embedded ones are constants of the binary, and whoever passes
    // others keeps them unchanged and alive for as long as the value is used.
    private let bytes: UnsafeRawBufferPointer
    private let size: Int
    private let header: Header

    private struct Header {
        var textCount = 0
        var offsetsAt = 0
        var textsAt = 0
        var textBytes = 0
        var sectionCount = 0
    }

    /// One section: how many entries it has and where its index stands.
    struct Section: Sendable {
        var count: Int
        var indexAt: Int
    }

    /// The facts in the binary.
    static var embedded: CatalogueBlob {
        unsafe CatalogueBlob(UnsafeRawBufferPointer(start: exo_cmdlet_data(), count: exo_cmdlet_data_size()))
    }

    /// A copy of the bytes in the binary.
    static var embeddedBytes: [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: exo_cmdlet_data(), count: exo_cmdlet_data_size()))
    }

    private static let mark = Array("EXOCAT02".utf8)
    private static let headerSize = 28
    private static let sectionSize = 12
    private static let entrySize = 8
    /// Deeper nesting than any table has.
    private static let maximumDepth = 32

    /// Takes bytes that stay where they are; bytes that are not of this form have no sections.
    @unsafe
    init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = bytes
        size = bytes.count
        var header = Header()
        if size >= Self.headerSize, unsafe bytes.prefix(8).elementsEqual(Self.mark) {
            func number(_ place: Int) -> Int {
                unsafe Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 + 4 * place, as: UInt32.self)))
            }
            header = Header(
                textCount: number(0),
                offsetsAt: number(1),
                textsAt: number(2),
                textBytes: number(3),
                sectionCount: number(4)
            )
        }
        self.header = header
    }

    /// The section of that name.
    func section(_ name: String) -> Section? {
        for place in 0..<header.sectionCount {
            let start = Self.headerSize + place * Self.sectionSize
            guard let text = number(at: start), let count = number(at: start + 4), let index = number(at: start + 8)
            else { return nil }
            guard self.text(text) == name else { continue }
            return index + count * Self.entrySize <= size ? Section(count: count, indexAt: index) : nil
        }
        return nil
    }

    /// The key of an entry as it is spelled in the tables.
    func key(_ place: Int, of section: Section) -> String? {
        number(at: section.indexAt + place * Self.entrySize).flatMap(text)
    }

    /// All keys of a section in the order of its index.
    func keys(of section: Section) -> [String] {
        (0..<section.count).compactMap { key($0, of: section) }
    }

    /// The first entry whose key is not before the name; letter case does not count.
    func lowerBound(of name: String, in section: Section) -> Int {
        let wanted = Array(name.utf8.lazy.map(\.lowercasedASCII))
        var low = 0
        var high = section.count
        while low < high {
            let middle = (low + high) / 2
            if keyBytes(middle, of: section).lexicographicallyPrecedes(wanted) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The entry with that key, decoded; letter case does not count.
    func entry(_ name: String, in section: Section) -> (key: String, value: FactValue)? {
        let place = lowerBound(of: name, in: section)
        guard place < section.count, let key = key(place, of: section),
            key.utf8.lazy.map(\.lowercasedASCII).elementsEqual(name.utf8.lazy.map(\.lowercasedASCII)),
            let value = value(place, of: section)
        else { return nil }
        return (key, value)
    }

    /// The value of an entry, decoded.
    func value(_ place: Int, of section: Section) -> FactValue? {
        guard var place = number(at: section.indexAt + place * Self.entrySize + 4) else { return nil }
        return decode(at: &place, depth: 0)
    }

    // MARK: Reading

    private func number(at place: Int) -> Int? {
        guard place >= 0, place + 4 <= size else { return nil }
        return unsafe Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    }

    private func textRange(_ number: Int) -> Range<Int>? {
        guard number < header.textCount,
            let start = self.number(at: header.offsetsAt + 4 * number),
            let end = self.number(at: header.offsetsAt + 4 * number + 4),
            start <= end, end <= header.textBytes, header.textsAt + end <= size
        else { return nil }
        return header.textsAt + start..<header.textsAt + end
    }

    private func text(_ number: Int) -> String? {
        guard let range = textRange(number) else { return nil }
        return unsafe String(decoding: bytes[range], as: UTF8.self)
    }

    /// Puts a key's bytes into a buffer in small letters; nothing for a key that is not there.
    func readKey(_ place: Int, of section: Section, into letters: inout [UInt8]) {
        letters.removeAll(keepingCapacity: true)
        guard let range = number(at: section.indexAt + place * Self.entrySize).flatMap(textRange) else { return }
        unsafe letters.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range]))
        for place in letters.indices { letters[place] = letters[place].lowercasedASCII }
    }

    private func keyBytes(_ place: Int, of section: Section) -> [UInt8] {
        guard let range = number(at: section.indexAt + place * Self.entrySize).flatMap(textRange) else { return [] }
        return unsafe bytes[range].map(\.lowercasedASCII)
    }

    private func varint(at place: inout Int) -> UInt64? {
        var result: UInt64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard place < size else { return nil }
            let byte = unsafe bytes[place]
            place += 1
            result |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return result }
        }
        return nil
    }

    /// A count of things that take at least one byte each, so never more than there are bytes left.
    private func count(at place: inout Int) -> Int? {
        guard let count = varint(at: &place), count <= UInt64(size - place) else { return nil }
        return Int(count)
    }

    private func text(at place: inout Int) -> String? {
        guard let number = varint(at: &place), number < UInt64(header.textCount) else { return nil }
        return text(Int(number))
    }

    private func decode(at place: inout Int, depth: Int) -> FactValue? {
        guard place < size, depth < Self.maximumDepth else { return nil }
        let tag = unsafe bytes[place]
        place += 1
        switch tag {
        case 0: return .null
        case 1: return .flag(false)
        case 2: return .flag(true)
        case 3: return varint(at: &place).map { .number(Int($0 >> 1) ^ -Int($0 & 1)) }
        case 4: return text(at: &place).map { .text($0) }
        case 5:
            guard let count = count(at: &place) else { return nil }
            var elements: [FactValue] = []
            elements.reserveCapacity(count)
            for _ in 0..<count {
                guard let element = decode(at: &place, depth: depth + 1) else { return nil }
                elements.append(element)
            }
            return .list(elements)
        case 6:
            guard let count = count(at: &place) else { return nil }
            var members: [FactValue.Member] = []
            members.reserveCapacity(count)
            for _ in 0..<count {
                guard let name = text(at: &place), let value = decode(at: &place, depth: depth + 1) else { return nil }
                members.append(FactValue.Member(name: name, value: value))
            }
            return .table(members)
        default: return nil
        }
    }
}

extension UInt8 {
    /// The byte with A to Z made small.
    var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
