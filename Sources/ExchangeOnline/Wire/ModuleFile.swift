internal import ExoJSON

/// The reply of EXOModuleFile: files of a script module, and the names of the cmdlets in it.
enum ModuleFile {
    /// The names on any element, as one text with commas or as a list.
    ///
    /// - Returns: The names, or `nil` when no element has any.
    /// - Throws: `JSONError` when the reply is not JSON.
    static func exportedCmdlets(in body: [UInt8]) throws -> Set<String>? {
        let elements = try JSONValue(parsing: body)["value"]?.arrayValue ?? []
        let names = elements.compactMap { $0["exportedCmdlets"] }.flatMap { value in
            value.arrayValue?.compactMap(\.stringValue)
                ?? value.stringValue?.split(separator: ",").map { String($0) } ?? []
        }
        let trimmed = names.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }.filter { !$0.isEmpty }
        return trimmed.isEmpty ? nil : Set(trimmed)
    }
}
