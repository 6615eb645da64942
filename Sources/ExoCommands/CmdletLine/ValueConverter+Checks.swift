import ExoJSON

extension ValueConverter {
    /// The members of `ActiveDirectorySecurityInheritance`, which travels as its number.
    static let inheritance = ["None", "All", "Descendents", "SelfAndChildren", "Children"]
    /// The members of `ActionPreference`, which travels as its name.
    static let actions = ["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore", "Suspend", "Break"]

    /// A member of an enumeration by its number, its name or the beginning of it.
    func enumeration(
        _ value: PowerShellValue,
        _ names: [String],
        _ misfit: (String?) -> CmdletLineError
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

    /// Refuses null, and nothing where the type says what nothing is, for a parameter that must be given.
    func checkMandatory(_ json: JSONValue, _ value: PowerShellValue, _ parameter: BindableParameter) throws {
        guard !parameter.mandatoryIn.isEmpty else { return }
        let isEmptyText = parameter.netType == "String" && json == ""
        let isEmptyList = parameter.netType.hasSuffix("]") && json == .array([])
        guard !json.isNull, !isEmptyText, !isEmptyList, value != .null || json == .bool(false) else {
            throw CmdletLineError(.emptyArgument, "-\(parameter.name) must not be empty, since it has to be given.")
        }
    }

    /// Refuses what is no positive number and not `Unlimited`; the text counts, as it was written.
    func checkResultSize(_ value: PowerShellValue) throws {
        let text = value.text.trimmed
        if text.lowercased() == "unlimited" { return }
        guard let size = Int32(text) else {
            throw CmdletLineError(
                .resultSize,
                "'\(text.prefix(80))' is no result size.",
                repair: "Write a whole number up to \(Int32.max), or Unlimited."
            )
        }
        guard size > 0 else { throw CmdletLineError(.resultSize, "-ResultSize must be greater than 0.") }
    }
}
