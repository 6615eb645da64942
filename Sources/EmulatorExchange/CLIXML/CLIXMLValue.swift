import EmulatorCore

/// A value as PowerShell serialises it.
indirect enum CLIXMLValue: Sendable {
    /// The elements that hold one plain value; the raw value is the element's name.
    enum Scalar: String, Sendable {
        case text = "S"
        case character = "C"
        case flag = "B"
        case int8 = "SB"
        case uint8 = "By"
        case int16 = "I16"
        case uint16 = "U16"
        case int32 = "I32"
        case uint32 = "U32"
        case int64 = "I64"
        case uint64 = "U64"
        case single = "Sg"
        case double = "Db"
        case decimal = "D"
        case dateTime = "DT"
        case timeSpan = "TS"
        case guid = "G"
        case uri = "URI"
        case version = "Version"
        case bytes = "BA"
        case scriptBlock = "SBK"
        case xml = "XD"
    }

    case null
    /// A plain value in the text form of its element.
    case scalar(Scalar, String)
    case list(types: [String], [CLIXMLValue])
    case dictionary(types: [String], [(key: CLIXMLValue, value: CLIXMLValue)])
    case object(CLIXMLObject)

    static func text(_ text: String) -> CLIXMLValue { .scalar(.text, text) }
    static func flag(_ flag: Bool) -> CLIXMLValue { .scalar(.flag, flag ? "true" : "false") }
    static func int32(_ number: Int) -> CLIXMLValue { .scalar(.int32, String(number)) }

    /// A list of .NET's `Object[]`.
    static func array(_ elements: [CLIXMLValue]) -> CLIXMLValue {
        .list(types: arrayTypes, elements)
    }

    static let arrayTypes = ["System.Object[]", "System.Array", "System.Object"]

    /// A date in its ISO form; PowerShell leaves out the zeros at the end of a fraction.
    static func dateTime(_ text: String) -> CLIXMLValue {
        guard let point = text.firstIndex(of: ".") else { return .scalar(.dateTime, text) }
        let end = text[point...].dropFirst().firstIndex { !$0.isNumber } ?? text.endIndex
        var fraction = text[point..<end]
        while fraction.last == "0" || fraction.last == "." { fraction.removeLast() }
        return .scalar(.dateTime, String(text[..<point] + fraction + text[end...]))
    }
}

/// An object with properties.
struct CLIXMLObject: Sendable {
    /// The type and those it derives from.
    var types: [String]
    /// The text that stands for the object.
    var title: String?
    /// What an enumeration is underneath.
    var plainValue: CLIXMLValue?
    /// Properties of the type.
    var properties: [(name: String, value: CLIXMLValue)] = []
    /// Properties that were added to this object.
    var members: [(name: String, value: CLIXMLValue)] = []
}
