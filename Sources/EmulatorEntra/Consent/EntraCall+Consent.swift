import EmulatorAdministration
import EmulatorCore
import HTTPServer

extension EntraCall {
    /// Writes down what somebody agreed to.
    ///
    /// - Parameters:
    ///   - subject: Who did, and where it holds.
    ///   - body: Grants it.
    /// - Throws: ``EntraError`` 650052 when the tenant lacks a service that the application needs.
    func consent(by subject: UserSubject, _ body: (ConsentGrants) throws -> Void) throws {
        let administration = Administration(
            directory: context.directory,
            tenant: subject.tenant,
            now: trace.now,
            // The sign-in service writes it down, in the name of who consents.
            origin: DirectoryOrigin(
                actorID: subject.user.id,
                userPrincipalName: subject.user.userPrincipalName,
                applicationID: "",
                address: request.remoteAddress,
                userAgent: "EvoSTS"
            )
        )
        do { try body(ConsentGrants(administration: administration)) } catch let error as AdministrationError {
            throw EntraError(code: 650_052, name: "invalid_client", text: error.message)
        }
    }
}
