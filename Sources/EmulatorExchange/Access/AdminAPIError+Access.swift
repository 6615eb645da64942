extension AdminAPIError {
    /// There is no cmdlet of this name, for nobody.
    static func notRecognized(_ cmdlet: String) -> AdminAPIError {
        AdminAPIError(
            status: 403,
            code: "Forbidden",
            stage: .request,
            exceptionType: "System.Management.Automation.CommandNotFoundException",
            message:
                "The term '\(cmdlet)' is not recognized as the name of a cmdlet, function, script file, or operable "
                + "program. Check the spelling of the name, or if a path was included, verify that the path is correct "
                + "and try again."
        )
    }

    /// A parameter of a cmdlet that no role of the caller opens, in the words that scripts look for.
    static func foreignParameter(_ name: String) -> AdminAPIError {
        AdminAPIError(
            stage: .binding,
            exceptionType: "System.Management.Automation.ParameterBindingException",
            message: "A parameter cannot be found that matches parameter name '\(name)'."
        )
    }
}
