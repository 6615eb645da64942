import EmulatorCore

/// Pages at which a flow ends.
enum LandingPage {
    /// The page that native clients watch for; they read the answer from its address.
    static func nativeClient() throws -> Page {
        try page(
            "You may close this window",
            "The application has what it needs, or reads it from the address of this page."
        )
    }

    /// The page after an administrator agreed to what an application without an address asks for.
    static func consentGiven(_ application: String) throws -> Page {
        try page("Consent granted", "\(application) has the permissions it asked for. You may close this window.")
    }

    /// The page after a device was let in.
    static func deviceApproved(_ application: String) throws -> Page {
        try page(
            application,
            "You have signed in to the \(application) application on your device. You may now close this window."
        )
    }

    /// The page after a device was turned away.
    static func deviceDeclined(_ application: String) throws -> Page {
        try page(application, "You have not signed in to \(application). You may now close this window.")
    }

    /// The page after signing out.
    static func signedOut(_ count: Int) throws -> Page {
        try page(
            "You signed out of your account",
            count == 0
                ? "Nobody was signed in in this browser. It’s a good idea to close all browser windows."
                : "It’s a good idea to close all browser windows."
        )
    }

    private static func page(_ title: String, _ text: String) throws -> Page {
        try Page(
            title: title,
            body: """
                <h1>\(title)</h1>
                <p>\(text)</p>
                """
        )
    }
}
