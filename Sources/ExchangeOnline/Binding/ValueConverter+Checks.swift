internal import CmdletCatalogue
internal import ExoCrypto
internal import ExoJSON

extension ValueConverter {
    /// The members of `ActiveDirectorySecurityInheritance`, which travels as its number.
    static let inheritance = ["None", "All", "Descendents", "SelfAndChildren", "Children"]
    /// The members of `ActionPreference`, which travels as its name.
    static let actions = ["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore", "Suspend", "Break"]

    /// A member of an enumeration by its number, its name or the beginning of it.
    func enumeration(
        _ value: PowerShellValue,
        _ names: [String],
        _ misfit: (String?) -> BindingError
    ) throws -> (json: JSONValue, name: JSONValue) {
        var place: Int?
        let wanted = value.text.trimmed.lowercased()
        if let number = Int(wanted), names.indices.contains(number) {
            place = number
        } else if let exact = names.firstIndex(where: { $0.lowercased() == wanted }) {
            place = exact
        } else if !wanted.isEmpty {
            let matches = names.indices.filter { names[$0].lowercased().hasPrefix(wanted) }
            place = matches.count == 1 ? matches[0] : nil
        }
        guard let place else { throw misfit("Write one of \(names.joined(separator: ", ")).") }
        return (.integer(Int64(place)), .string(names[place]))
    }

    /// Parameters that have to be given and are taken away by an empty text, by the pages of their cmdlets.
    private static let emptied: Set = ["BillingPolicyId"]

    /// Refuses null, and nothing where the type says what nothing is, for a parameter that must be given.
    func checkMandatory(_ json: JSONValue, _ value: PowerShellValue) throws {
        guard !parameter.mandatoryIn.isEmpty else { return }
        let isEmptyText = parameter.netType == "String" && json == "" && !Self.emptied.contains(parameter.name)
        let isEmptyList = parameter.netType.hasSuffix("]") && json == .array([])
        guard !json.isNull, !isEmptyText, !isEmptyList, !value.isNull || json == .bool(false) else {
            throw BindingError(
                .emptyArgument,
                "-\(parameter.name) must not be empty, since it has to be given.",
                parameter: parameter
            )
        }
    }

    /// Why the service will hardly take a text that its own declaration lets pass, as the official client does.
    ///
    /// It cannot be of the documented type, or stands in no closed list; it is sent all the same, since it may be newer than that.
    func doubt(about value: PowerShellValue) -> BindingError? {
        guard ["Object", "Object[]"].contains(parameter.netType), let type = parameter.documentedType else {
            return nil
        }
        if case .table(let entries) = value, parameter.form == .list, let kind = type.kind,
            !["hashtable", "object"].contains(kind),
            let entry = entries.first(where: { !["add", "remove", "@odata.type"].contains($0.key.lowercased()) })
        {
            return BindingError(
                .transformation,
                "-\(parameter.name) takes a table with Add and Remove, which has no key '\(entry.key.prefix(80))'.",
                nearestNames: NearestNames.nearest(to: entry.key, among: ["Add", "Remove"]),
                parameter: parameter
            )
        }
        return value.elements.lazy.compactMap { element -> BindingError? in
            guard case .text(let text) = element, !text.isEmpty else { return nil }
            switch type.kind {
            case "size" where !Self.isSize(text):
                return misfit(element, "Write a number, a size such as 50GB, or Unlimited.")
            case "unlimited" where !Self.isSize(text) && PowerShellTimeSpan(text) == nil:
                return misfit(
                    element,
                    text.contains(":")
                        ? "Write days.hours:minutes:seconds with 23 hours at most, such as 1.00:00:00, or Unlimited."
                        : "Write a number, or Unlimited.",
                    wanted: text.contains(":") ? "a span of time" : nil
                )
            case "timespan" where PowerShellTimeSpan(text) == nil && text.lowercased() != "unlimited":
                return misfit(element, "Write days.hours:minutes:seconds, such as 14.00:00:00.")
            default: return slip(text, among: type.values)
            }
        }.first
    }

    /// What is said of a text that is none of the values known; several may stand in one with commas between, and numbers name some.
    private func slip(_ text: String, among values: [String]) -> BindingError? {
        guard !values.isEmpty, !values.contains(text) else { return nil }
        let known = Set(values.map { $0.lowercased() })
        let words = text.split(separator: ",").map { String($0).trimmed }
        guard let wrong = words.first(where: { !known.contains($0.lowercased()) && Int($0) == nil }) else { return nil }
        let wanted = Array(wrong.lowercased().utf8)[...]
        let slips = values.filter { NearestNames.distance(wanted, Array($0.lowercased().utf8)[...], atMost: 1) != nil }
        let near = slips.isEmpty ? NearestNames.nearest(to: wrong, among: values) : slips
        let list = near.isEmpty && values.count <= 12 ? " among \(values.joined(separator: ", "))" : ""
        return BindingError(
            .transformation,
            "-\(parameter.name) has no value '\(wrong.prefix(80))'\(list).",
            nearestNames: near,
            parameter: parameter
        )
    }

    /// Whether a text is a number with or without a unit, with its bytes behind it or not, or no limit.
    private static func isSize(_ text: String) -> Bool {
        let text = text.trimmed.lowercased()
        if text == "unlimited" { return true }
        let rest = text.drop { $0.isNumber || $0 == "." || $0 == "," }
        guard rest.count < text.count else { return false }
        let unit = rest.drop { $0 == " " }.prefix { $0.isLetter }
        let end = rest.drop { $0 == " " }.dropFirst(unit.count).drop { $0 == " " }
        return ["", "b", "kb", "mb", "gb", "tb"].contains(unit) && (end.isEmpty || end.hasPrefix("("))
    }

    /// Refuses what is no positive number and not `Unlimited`; the text counts, as it was written.
    func checkResultSize(_ value: PowerShellValue) throws {
        let text = value.text.trimmed
        if text.lowercased() == "unlimited" { return }
        guard let size = Int32(text) else {
            throw BindingError(
                .resultSize,
                "'\(text.prefix(80))' is no result size.",
                repair: "Write a whole number up to \(Int32.max), or Unlimited."
            )
        }
        guard size > 0 else { throw BindingError(.resultSize, "-ResultSize must be greater than 0.") }
    }

    /// The secret in a value; `nil` for a null where null may stand.
    func secret(_ value: PowerShellValue) throws -> SecretBytes? {
        let wantsCredential = parameter.isCredential
        switch value {
        // An empty mandatory secret is refused below, as PowerShell refuses it.
        case .null where wantsCredential || !parameter.mandatoryIn.isEmpty: return nil
        case .secret(let bytes) where !wantsCredential: return bytes
        case .text(let text) where !wantsCredential && !isTyped: return SecretBytes(copying: text.utf8)
        case .credential(let userName, let password) where wantsCredential: return credential(userName, password)
        case .table(let entries) where wantsCredential && !isTyped:
            func text(_ name: String) -> String? {
                entries.first { $0.key.lowercased() == name }.flatMap {
                    if case .text(let text) = $0.value { text } else { nil }
                }
            }
            guard entries.count == 2, let userName = text("username"), let password = text("password") else { break }
            return credential(userName, SecretBytes(copying: password.utf8))
        case .text where isTyped, .list where isTyped:
            throw exposed()
        default: break
        }
        throw BindingError(
            .transformation,
            "-\(parameter.name) takes \(wantsCredential ? "a user's name and a password" : "a secret").",
            parameter: parameter
        )
    }

    /// The error for a secret in plain text where others can see it; it is not repeated.
    func exposed() -> BindingError {
        BindingError(
            .exposedSecret,
            "-\(parameter.name) takes no plain text here, since others can see it.",
            parameter: parameter
        )
    }

    /// A user's name and password as they are encrypted.
    func credential(_ userName: String, _ password: SecretBytes) -> SecretBytes {
        let secret = password.withBytes { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
        let object: JSONValue = ["UserName": .string(userName), "Password": .string(secret)]
        return SecretBytes(copying: object.serialized())
    }
}

extension BoundParameters {
    /// Takes the parameters of a cmdlet that nothing is known of: their values travel by their own types.
    init(unchecked arguments: [CmdletArgument], localTime: LocalTime) throws {
        self.init()
        for argument in arguments {
            guard let name = argument.name, let value = argument.value else {
                throw BindingError(
                    .missingArgument,
                    "A cmdlet that is not looked up needs a name and a value for each parameter."
                )
            }
            guard object.value(ignoringCase: name) == nil else {
                throw BindingError(.repeatedParameter, "-\(name) is given more than once.")
            }
            let converter = ValueConverter(
                parameter: .unknown(name),
                localTime: localTime,
                isTyped: argument.isTyped
            )
            switch value {
            case .secret(let secret): set(name, to: secret)
            case .credential(let userName, let password): set(name, to: converter.credential(userName, password))
            default: try converter.convert(value, into: &self)
            }
        }
    }
}
