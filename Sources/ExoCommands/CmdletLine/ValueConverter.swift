import ExoJSON

/// Makes values into the type that a parameter declares and into JSON, as the official client was seen to do.
struct ValueConverter: Sendable {
    /// How dates without a zone become dates of the world.
    var localTime: LocalTime

    private static let tableMark = "#Exchange.GenericHashTable"
    private static let bytesMark = "#Exchange.ByteArrayType"

    /// Converts a value and adds it, with what must stand beside it, to the parameters.
    ///
    /// - Throws: ``CmdletLineError`` with code `transformation`, `emptyArgument` or `resultSize`.
    func convert(_ value: PowerShellValue, for parameter: BindableParameter, into parameters: inout JSONObject) throws {
        var json = try json(value, for: parameter)
        if parameter.isFilter {
            guard !json.isNull, json != "" else {
                throw CmdletLineError(.emptyArgument, "-\(parameter.name) must not be empty.")
            }
            if case .string(let text) = json { json = .string(PowerShellText.filter(text)) }
        }
        try checkMandatory(json, value, parameter)
        if parameter.name == "ResultSize" { try checkResultSize(value) }
        parameters[parameter.name] = json
        if parameter.netType == "Hashtable[]", case .array = json {
            parameters["\(parameter.name)@odata.type"] = "#Collection(Exchange.GenericHashTable)"
        }
    }

    private func json(_ value: PowerShellValue, for parameter: BindableParameter) throws -> JSONValue {
        let misfit = { (hint: String?) in Self.misfit(value, parameter, hint) }
        switch parameter.netType {
        case "String": return .string(value.text)
        case "Boolean":
            switch value {
            case .bool(let flag): return .bool(flag)
            case .number(let number): return .bool(number.double != 0)
            default: throw misfit("Write $true or $false, in the shell '$true' with its quotes.")
            }
        case "SwitchParameter":
            switch value {
            case .bool(let flag): return .bool(flag)
            case .null: return .bool(false)
            default: throw misfit("A switch stands alone, or as -\(parameter.name):$false.")
            }
        case "Int32": return try integer(value, in: Int64(Int32.min)...Int64(Int32.max), misfit)
        case "UInt32": return try integer(value, in: 0...Int64(UInt32.max), misfit)
        case "UInt16": return try integer(value, in: 0...Int64(UInt16.max), misfit)
        case "Int64": return try integer(value, in: Int64.min...Int64.max, misfit)
        case "Object[]", "String[]", "List<String>": return list(value, type: parameter.netType)
        case "Guid":
            guard let guid = PowerShellText.guid(value.text) else { throw misfit("A GUID has 32 hexadecimal digits.") }
            return .string(guid)
        case "DateTime": return try date(value, misfit)
        case "TimeSpan": return try timeSpan(value, misfit)
        case "Uri": return value == .null ? .null : .string(value.text)
        case "CultureInfo":
            if value == .null { return .null }
            guard let culture = CultureNames.name(value) else { throw misfit("Write a culture's name such as en-US.") }
            return .string(culture)
        case "ActiveDirectorySecurityInheritance": return try enumeration(value, Self.inheritance, misfit).json
        case "ActionPreference": return try enumeration(value, Self.actions, misfit).name
        case "SecureString", "PSCredential":
            if value == .null, parameter.netType == "PSCredential" { return .null }
            if value == .null, !parameter.mandatoryIn.isEmpty { return .null }
            // The value is a secret in plain text and is not repeated.
            throw CmdletLineError(
                .transformation,
                "-\(parameter.name) takes no plain text, since command lines can be seen by others.",
                repair: "Pass it in a JSON file or on standard input with --parameters."
            )
        case "Byte[]":
            if value == .null { return .null }
            return .object(["@odata.type": .string(Self.bytesMark), "Data": bytes(try byteElements(value, misfit))])
        case "Hashtable", "Dictionary<String,String>":
            switch value {
            case .null: return .null
            case .table(let entries): return table(entries)
            default: throw misfit("Write a table: @{Key='value'}.")
            }
        case "Hashtable[]":
            if value == .null { return .null }
            return .array(
                try value.elements.map { element in
                    guard case .table(let entries) = element else { throw misfit("Write tables: @{Key='value'},@{…}.") }
                    return members(entries)
                }
            )
        case "Stream", "Version", "RegionInfo":
            throw CmdletLineError(
                .unsupported,
                "A value of type \(parameter.netType) for -\(parameter.name) cannot be written on a command line.",
                repair: "Pass it in a JSON file or on standard input with --parameters."
            )
        default: return passed(value)
        }
    }

    // MARK: Values that pass as they are

    private func passed(_ value: PowerShellValue) -> JSONValue {
        switch value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .number(let number): number.json
        case .text(let text), .script(let text), .guid(let text): .string(text)
        case .list(let elements): list(elements)
        case .table(let entries): table(entries)
        case .date(let date): .string(date.wireText(localTime))
        case .timeSpan(let span): .string(span.text)
        case .bytes(let data): .object(["@odata.type": .string(Self.bytesMark), "Data": bytes(data)])
        }
    }

    /// A list whose first element is a text becomes one of texts; another one is kept.
    private func list(_ elements: [PowerShellValue]) -> JSONValue {
        if case .text = elements.first { return .array(elements.map { .string($0.text) }) }
        return .array(
            elements.map { element in
                // Tables in a list of anything carry no mark; the official client sends none.
                if case .table(let entries) = element { members(entries) } else { passed(element) }
            }
        )
    }

    private func list(_ value: PowerShellValue, type: String) -> JSONValue {
        switch value {
        case .null: .null
        case .list(let elements) where type == "Object[]": list(elements)
        case .list(let elements): .array(elements.map { .string($0.text) })
        case _ where type == "Object[]": list([value])
        default: .array([.string(value.text)])
        }
    }

    private func table(_ entries: [PowerShellValue.Entry]) -> JSONValue {
        guard case .object(var object) = members(entries) else { return .null }
        if object["@odata.type"] == nil {
            object.members.insert(.init(name: "@odata.type", value: .string(Self.tableMark)), at: 0)
        }
        return .object(object)
    }

    /// The entries of a table; what is in them is written plainly, but tables within are marked too.
    private func members(_ entries: [PowerShellValue.Entry]) -> JSONValue {
        .object(
            JSONObject(
                entries.map { entry in
                    let value: JSONValue =
                        switch entry.value {
                        case .bytes(let data): bytes(data)
                        case .date(let date): .string(date.wireText(.utc))
                        default: passed(entry.value)
                        }
                    return JSONObject.Member(name: entry.key, value: value)
                }
            )
        )
    }

    private func bytes(_ data: [UInt8]) -> JSONValue { .array(data.map { .integer(Int64($0)) }) }

    // MARK: Values of a type

    private func integer(
        _ value: PowerShellValue,
        in range: ClosedRange<Int64>,
        _ misfit: (String?) -> CmdletLineError
    ) throws -> JSONValue {
        guard let number = PowerShellText.integer(value) else { throw misfit("Write a whole number.") }
        guard range.contains(number) else {
            throw misfit("It must lie between \(range.lowerBound) and \(range.upperBound).")
        }
        return .integer(number)
    }

    private func date(_ value: PowerShellValue, _ misfit: (String?) -> CmdletLineError) throws -> JSONValue {
        let date: PowerShellDate? =
            switch value {
            case .date(let date): date
            case .text(let text): PowerShellDate(text)
            case .number(let number):
                if case .integer(let ticks) = number.value { PowerShellDate(ticks: ticks) } else { nil }
            default: nil
            }
        guard let date else {
            throw misfit("Write month/day/year or year-month-day, with a time behind it if need be.")
        }
        return .string(date.wireText(localTime))
    }

    private func timeSpan(_ value: PowerShellValue, _ misfit: (String?) -> CmdletLineError) throws -> JSONValue {
        let span: PowerShellTimeSpan? =
            switch value {
            case .timeSpan(let span): span
            case .text(let text): PowerShellTimeSpan(text)
            case .number(let number):
                if case .integer(let ticks) = number.value { PowerShellTimeSpan(ticks: ticks) } else { nil }
            default: nil
            }
        guard let span else { throw misfit("Write days.hours:minutes:seconds, such as 14.00:00:00.") }
        return .string(span.text)
    }

    private func byteElements(_ value: PowerShellValue, _ misfit: (String?) -> CmdletLineError) throws -> [UInt8] {
        if case .bytes(let data) = value { return data }
        return try value.elements.map { element in
            guard let byte = PowerShellText.integer(element).flatMap(UInt8.init(exactly:)) else {
                throw misfit("Write numbers from 0 to 255, or pass base64 in JSON with --parameters.")
            }
            return byte
        }
    }

    private static func misfit(
        _ value: PowerShellValue,
        _ parameter: BindableParameter,
        _ hint: String?
    ) -> CmdletLineError {
        let shown = value.text.isEmpty ? value.kindName : "'\(value.text.prefix(80))' (\(value.kindName))"
        return CmdletLineError(
            .transformation,
            "-\(parameter.name) takes \(parameter.netType), and \(shown) is none.",
            repair: hint
        )
    }
}
