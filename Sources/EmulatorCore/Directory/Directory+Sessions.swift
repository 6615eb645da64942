extension Directory {
    /// The session of a browser by the number that tokens carry (`sid`).
    package func signInSession(sessionID: String) throws -> SignInSessionRecord? {
        try one(SignInSessionRecord.self, where: "session_id = ?", [sessionID])
    }
}
