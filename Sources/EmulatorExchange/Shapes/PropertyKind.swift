import EmulatorCore

/// What a property of an object is in the service's own types, as far as its answers show it.
enum PropertyKind: String, Sendable {
    /// A text, and everything the service turns into one: enumerations, sizes, spans of time, identities.
    case text
    case flag
    case int16
    case int32
    case int64
    case uint16
    case uint64
    case guid
    /// A date in the clock of the service's machines.
    case localDate
    case utcDate
    /// A date without a zone.
    case plainDate
    /// A list of texts.
    case texts

    /// The annotations that precede a value that is not null, in their order.
    var annotations: [(suffix: String, value: String)] {
        switch self {
        case .text, .flag: []
        case .int16: [("@data.type", "System.Int16"), ("@odata.type", "#Int16")]
        case .int32: [("@data.type", "System.Int32")]
        case .int64: [("@odata.type", "#Int64")]
        case .uint16: [("@data.type", "System.UInt16"), ("@odata.type", "#Decimal")]
        // A guess, after the shorter one.
        case .uint64: [("@data.type", "System.UInt64"), ("@odata.type", "#Decimal")]
        case .guid: [("@data.type", "System.Guid"), ("@odata.type", "#Guid")]
        case .localDate, .utcDate, .plainDate: [("@data.type", "System.DateTime")]
        case .texts: [("@odata.type", "#Collection(String)")]
        }
    }

    /// Whether its values are whole numbers.
    var isInteger: Bool {
        switch self {
        case .int16, .int32, .int64, .uint16, .uint64: true
        case .text, .flag, .guid, .localDate, .utcDate, .plainDate, .texts: false
        }
    }
}
