/// The rule for names that people read.
enum DisplayName {
    /// Checks a name.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - resource: What it is the name of, as Graph says it.
    ///   - longest: How many characters it may have.
    /// - Throws: ``AdministrationError`` when it is empty, too long, or looks like another.
    static func check(_ name: String, of resource: String, longest: Int = 256) throws {
        guard !name.isEmpty else { throw AdministrationError.required("displayName", of: resource) }
        guard name.utf16.count <= longest else {
            throw AdministrationError.invalid("displayName", of: resource, "It is longer than \(longest) characters.")
        }
        guard name.isPlainLine else {
            throw AdministrationError.invalid(
                "displayName",
                of: resource,
                "It has control characters, or characters that turn the direction of writing."
            )
        }
    }
}

extension String {
    /// Whether it is one line in which nothing is hidden: no control character, none that turns the direction of writing.
    package var isPlainLine: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: !scalar.properties.isBidiControl
            }
        }
    }
}
