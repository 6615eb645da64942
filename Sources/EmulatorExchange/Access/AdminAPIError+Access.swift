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
}
