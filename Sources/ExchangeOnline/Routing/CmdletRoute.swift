internal import CmdletCatalogue
package import EntraTokens

/// Which service has a cmdlet, by the catalogue.
package enum CmdletRoute {
    /// The services that have a cmdlet: those that were seen to offer it, else those that are documented to have it.
    ///
    /// - Parameter cmdlet: The cmdlet.
    /// - Returns: The services; none where the catalogue does not say.
    package static func services(of cmdlet: BoundCmdlet) -> [AdminService] {
        let offering = services(cmdlet.offeringServices)
        return offering.isEmpty ? services(cmdlet.services) : offering
    }

    /// Whether a service may have a cmdlet: it was seen to offer it, is documented to have it, or nobody knows.
    package static func mayHave(_ cmdlet: BoundCmdlet, _ service: AdminService) -> Bool {
        let known = services(cmdlet.services + cmdlet.offeringServices)
        return known.isEmpty && cmdlet.services.isEmpty || known.contains(service)
    }

    /// The one service for a cmdlet.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet.
    ///   - chosen: The caller's choice.
    /// - Returns: The service.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when both have it and nobody chose, or the chosen one has not.
    package static func service(for cmdlet: BoundCmdlet, chosen: AdminService? = nil) throws -> AdminService {
        if let chosen {
            guard !mayHave(cmdlet, chosen) else { return chosen }
            throw ExchangeError(
                code: .invalidRequest,
                message: "\(cmdlet.name) is no cmdlet of \(chosen.displayName)",
                repair: "choose \(services(of: cmdlet).map(\.displayName).joined(separator: " or "))"
            )
        }
        let having = services(of: cmdlet)
        if having.count == 1 { return having[0] }
        throw ExchangeError(
            code: .invalidRequest,
            message: having.isEmpty
                ? "nothing is known of which service has \(cmdlet.name); it was not sent"
                : "\(cmdlet.name) is a cmdlet of \(AdminService.exchange.displayName) and of "
                    + "\(AdminService.compliance.displayName), and does not mean the same there; it was not sent",
            repair: .chooseService
        )
    }

    private static func services(_ names: [CmdletService]) -> [AdminService] {
        AdminService.allCases.filter { names.contains($0 == .exchange ? .exchangeOnline : .securityCompliance) }
    }
}
