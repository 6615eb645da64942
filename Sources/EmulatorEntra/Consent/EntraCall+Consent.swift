import EmulatorAdministration
import EmulatorCore

extension EntraCall {
    /// Writes down what somebody agreed to.
    ///
    /// - Parameters:
    ///   - tenant: Where it holds.
    ///   - body: Grants it.
    /// - Throws: ``EntraError`` 650052 when the tenant lacks a service that the application needs.
    func consent(in tenant: TenantRecord, _ body: (ConsentGrants) throws -> Void) throws {
        let administration = Administration(directory: context.directory, tenant: tenant, now: trace.now)
        do { try body(ConsentGrants(administration: administration)) } catch let error as AdministrationError {
            throw EntraError(code: 650_052, name: "invalid_client", text: error.message)
        }
    }
}
