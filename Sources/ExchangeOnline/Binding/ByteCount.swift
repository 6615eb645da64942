/// A number of bytes, as quotas and sizes of mailboxes are told.
public struct ByteCount: Hashable, Sendable, Comparable {
    /// The number.
    public var bytes: UInt64

    /// Takes a number of bytes.
    public init(bytes: UInt64) { self.bytes = bytes }

    /// So many units of 1,024 bytes; more than can be counted becomes the most that can.
    public static func kilobytes(_ count: UInt64) -> Self { count.times(1 << 10) }
    /// So many units of 1,024 kilobytes.
    public static func megabytes(_ count: UInt64) -> Self { count.times(1 << 20) }
    /// So many units of 1,024 megabytes.
    public static func gigabytes(_ count: UInt64) -> Self { count.times(1 << 30) }

    /// Reads a size as the service writes it, `49.5 GB (53,150,220,288 bytes)`; `nil` for anything else, `Unlimited` too.
    public init?(_ text: String) {
        guard let open = text.lastIndex(of: "("), text.hasSuffix(" bytes)") else { return nil }
        let digits = text[text.index(after: open)...].dropLast(" bytes)".count).filter { $0 != "," }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bytes = UInt64(digits) else {
            return nil
        }
        self.bytes = bytes
    }

    /// Compares the numbers.
    public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

extension UInt64 {
    fileprivate func times(_ unit: UInt64) -> ByteCount {
        let product = multipliedReportingOverflow(by: unit)
        return ByteCount(bytes: product.overflow ? .max : product.partialValue)
    }
}

extension ByteCount: Decodable {
    /// Reads the text that the service writes, or a number of bytes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text: String
        do {
            text = try container.decode(String.self)
        } catch DecodingError.typeMismatch {
            self.init(bytes: try container.decode(UInt64.self))
            return
        }
        guard let size = ByteCount(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a size")
        }
        self = size
    }
}
