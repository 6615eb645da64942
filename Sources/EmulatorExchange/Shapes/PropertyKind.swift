import EmulatorCore

/// What a property of an object is in the service's own types, as far as its answers show it.
enum PropertyKind: String, Sendable {
    /// A text, and everything the service turns into one: enumerations, sizes, spans of time, identities.
    case text
    case flag
    case int16
    case int32
    case int64
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
        case .guid: [("@data.type", "System.Guid"), ("@odata.type", "#Guid")]
        case .localDate, .utcDate, .plainDate: [("@data.type", "System.DateTime")]
        case .texts: [("@odata.type", "#Collection(String)")]
        }
    }
}
