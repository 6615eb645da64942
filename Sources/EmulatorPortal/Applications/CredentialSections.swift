import EmulatorAdministration
import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ApplicationFrame {
    /// The three kinds of credentials, with how many there are of each.
    func credentialSections() throws -> HTML {
        let certificates = try call.directory.keyCredentials(of: appID).count
        let secrets = try call.directory.secrets(of: appID).count
        let federated = try call.directory.federatedCredentials(of: appID).count
        return sections(
            "Kinds of credentials",
            [
                ("Client secrets (\(secrets))", path("credentials")),
                ("Certificates (\(certificates))", path("credentials", "certificates")),
                ("Federated credentials (\(federated))", path("credentials", "federated")),
            ]
        )
    }

    /// A page about credentials.
    func credentialContent(_ body: HTML) throws -> PortalContent {
        content("Certificates & secrets", "\(try credentialSections())\(body)")
    }

    /// When a credential ends, marked when that is past.
    func expiry(_ date: Date) -> HTML {
        date < call.now ? "\(Markup.bad("Expired")) \(Markup.day(date))" : Markup.day(date)
    }
}
