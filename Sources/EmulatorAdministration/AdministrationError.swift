/// Why a change to the directory was refused, in Graph's words.
package struct AdministrationError: Error, Sendable, Equatable {
    /// One fault of several.
    package struct Detail: Sendable, Equatable {
        package var code: String
        package var message: String
        /// The property.
        package var target: String
    }

    package var status: Int
    package var code: String
    package var message: String
    package var details: [Detail]

    package init(_ message: String, status: Int = 400, code: String = "Request_BadRequest", details: [Detail] = []) {
        self.status = status
        self.code = code
        self.message = message
        self.details = details
    }

    /// No object of the tenant has this id.
    package static func notFound(_ id: String) -> Self {
        Self(
            "Resource '\(id)' does not exist or one of its queried reference-property objects are not present.",
            status: 404,
            code: "Request_ResourceNotFound"
        )
    }

    /// Something that has to be given is missing.
    package static func required(_ property: String, of resource: String) -> Self {
        let message = "A value is required for property '\(property)' of resource '\(resource)'."
        return Self(message, details: [Detail(code: "MissingRequiredProperty", message: message, target: property)])
    }

    /// A property has a value that it cannot have.
    package static func invalid(_ property: String, of resource: String, _ reason: String? = nil) -> Self {
        let message = "Invalid value specified for property '\(property)' of resource '\(resource)'."
        return Self(
            reason.map { "\(message) \($0)" } ?? message,
            details: [Detail(code: "InvalidValue", message: reason ?? message, target: property)]
        )
    }

    /// Another object has the value already.
    package static func conflict(_ property: String, code: String = "Request_BadRequest", status: Int = 400) -> Self {
        let message = "Another object with the same value for property \(property) already exists."
        return Self(
            message,
            status: status,
            code: code,
            details: [Detail(code: "ObjectConflict", message: message, target: property)]
        )
    }

    /// A GUID is none.
    package static func malformedIdentifier(_ text: String) -> Self {
        Self("Invalid object identifier '\(text)'.")
    }

    /// A reference is there already.
    package static func referenceExists(_ property: String) -> Self {
        Self("One or more added object references already exist for the following modified properties: '\(property)'.")
    }
}
