internal import ExoCrypto
internal import ExoJSON

/// Makes a value into the type that a parameter declares and into JSON, as the official client was seen to do.
struct ValueConverter: Sendable {
    let parameter: BindableParameter
    /// How dates without a zone become dates of the world.
    let localTime: LocalTime
    /// Whether the value was typed, so that PowerShell's conversions between types apply.
    let isTyped: Bool

    private static let tableMark = "#Exchange.GenericHashTable"
    private static let bytesMark = "#Exchange.ByteArrayType"

    /// Converts a value and adds it, with what must stand beside it, to the parameters.
    ///
    /// - Throws: ``BindingError``.
    func convert(_ value: PowerShellValue, into parameters: inout BoundParameters) throws {
        if parameter.form == .secret, let secret = try secret(value) {
            return parameters.set(parameter.name, to: secret)
        }
        guard !value.holdsSecret else { throw misfit(value, "A secret would travel unencrypted in it.") }
        if isTyped, parameter.isPlainSecret { throw exposed() }
        var json = try json(value)
        if parameter.isFilter {
            guard !json.isNull, json != "" else {
                throw BindingError(
                    .emptyArgument,
                    "-\(parameter.name) must not be empty.",
                    parameter: parameter
                )
            }
            if case .string(let text) = json { json = .string(PowerShellText.filter(text)) }
        }
        try checkMandatory(json, value)
        if let doubt = doubt(about: value) { parameters.doubts.append(doubt) }
        if parameter.name == "ResultSize" { try checkResultSize(value) }
        parameters[parameter.name] = json
        if parameter.netType == "Hashtable[]", case .array = json {
            parameters["\(parameter.name)@odata.type"] = "#Collection(Exchange.GenericHashTable)"
        }
    }

    private func json(_ value: PowerShellValue) throws -> JSONValue {
        let misfit = { (hint: String?) in self.misfit(value, hint) }
        switch parameter.netType {
        case "String": return .string(try text(value, misfit))
        case "Boolean":
            switch value {
            case .bool(let flag): return .bool(flag)
            case .number(let number): return .bool(number.double != 0)
            default: throw misfit("Write true or false, which PowerShell calls $true and $false.")
            }
        case "SwitchParameter":
            switch value {
            case .bool(let flag): return .bool(flag)
            case .null: return .bool(false)
            default: throw misfit(nil)
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
        case "Uri": return value.isNull ? .null : .string(try text(value, misfit))
        case "CultureInfo":
            if value.isNull { return .null }
            guard let culture = CultureNames.name(value) else { throw misfit("Write a culture's name such as en-US.") }
            return .string(culture)
        case "ActiveDirectorySecurityInheritance": return try enumeration(value, Self.inheritance, misfit).json
        case "ActionPreference": return try enumeration(value, Self.actions, misfit).name
        case "SecureString", "PSCredential": return .null
        case "Byte[]":
            if value.isNull { return .null }
            return .object(["@odata.type": .string(Self.bytesMark), "Data": bytes(try byteElements(value, misfit))])
        case "Hashtable", "Dictionary<String,String>":
            switch value {
            case .null: return .null
            case .table(let entries): return table(entries)
            default: throw misfit("It is a table.")
            }
        case "Hashtable[]":
            if value.isNull { return .null }
            return .array(
                try value.elements.map { element in
                    guard case .table(let entries) = element else { throw misfit("It is a list of tables.") }
                    return members(entries)
                }
            )
        case "Stream" where !value.isNull:
            return .object(["@odata.type": .string(Self.bytesMark), "Data": bytes(try byteElements(value, misfit))])
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
        // Only parameters for secrets take them, and what is unread was read before.
        case .secret, .credential, .unread: .null
        }
    }

    /// What was typed as a list whose first element is a text becomes one of texts; another one is kept.
    private func list(_ elements: [PowerShellValue]) -> JSONValue {
        if isTyped, case .text = elements.first { return .array(elements.map { .string($0.text) }) }
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

    /// One text.
    ///
    /// A list that was typed for it is joined by blanks, as in PowerShell; elsewhere it is a mistake.
    private func text(_ value: PowerShellValue, _ misfit: (String?) -> BindingError) throws -> String {
        switch value {
        case .list, .table, .bytes: if !isTyped { throw misfit("It is one text.") }
        case .secret, .credential: throw misfit("It is no secret.")
        default: break
        }
        return value.text
    }

    private func integer(
        _ value: PowerShellValue,
        in range: ClosedRange<Int64>,
        _ misfit: (String?) -> BindingError
    ) throws -> JSONValue {
        guard let number = PowerShellText.integer(value) else { throw misfit("Write a whole number.") }
        guard range.contains(number) else {
            throw misfit("It must lie between \(range.lowerBound) and \(range.upperBound).")
        }
        return .integer(number)
    }

    private func date(_ value: PowerShellValue, _ misfit: (String?) -> BindingError) throws -> JSONValue {
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

    private func timeSpan(_ value: PowerShellValue, _ misfit: (String?) -> BindingError) throws -> JSONValue {
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

    private func byteElements(_ value: PowerShellValue, _ misfit: (String?) -> BindingError) throws -> [UInt8] {
        if case .bytes(let data) = value { return data }
        if !isTyped, case .text(let base64) = value {
            guard let data = Base64.decode(base64) else { throw misfit("A text for bytes is their base64.") }
            return data
        }
        return try value.elements.map { element in
            guard let byte = PowerShellText.integer(element).flatMap(UInt8.init(exactly:)) else {
                throw misfit("They are numbers from 0 to 255, base64 in JSON, or a file's: -\(parameter.name) @FILE.")
            }
            return byte
        }
    }

    func misfit(_ value: PowerShellValue, _ hint: String?, wanted: String? = nil) -> BindingError {
        let shown =
            switch value {
            case .table, .list: value.kindName
            default: value.text.isEmpty ? "an empty value" : "'\(value.text.prefix(80))'"
            }
        return BindingError(
            .transformation,
            "-\(parameter.name) takes \(wanted ?? parameter.wantedInWords), not \(shown).",
            parameter: parameter,
            repair: hint
        )
    }
}
