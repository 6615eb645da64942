/// Pages at which a flow ends.
enum LandingPage {
    /// The page that native clients watch for; they read the answer from its address.
    static func nativeClient() throws -> Page {
        try Page(
            title: "Signed in",
            body: """
                <h1>You may close this window</h1>
                <p>The application has what it needs, or reads it from the address of this page.</p>
                """
        )
    }
}
