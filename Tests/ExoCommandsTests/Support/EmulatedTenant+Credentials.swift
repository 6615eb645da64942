import ExoCrypto
import ExoJSON
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension EmulatedTenant {
    /// The words that connect as the seeded application, before those that prove it.
    static let connecting = ["connect", "--organization", "contoso.com", "--client-id", automation]

    /// Makes a certificate that the seeded application is known by, good from now on for a day.
    func makeCertificate(at now: Date) throws -> (certificate: Certificate, key: RSAPrivateKey) {
        let key = try RSAPrivateKey.generate()
        let certificate = try Certificate.selfSigned(
            commonName: "exo test",
            key: key,
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(86_400)
        )
        let known: JSONValue = [
            "type": "AsymmetricX509Cert", "usage": "Verify", "key": .string(Base64.encode(certificate.der)),
        ]
        try graph("PATCH", "applications/\(automationObject())", ["keyCredentials": [known]])
        return (certificate, key)
    }

    /// A token of another issuer that the seeded application is known by.
    func makeAssertion(of subject: String) throws -> String {
        let made = try control("POST", "federation/assertions", ["subject": .string(subject)])
        try graph(
            "POST",
            "applications/\(automationObject())/federatedIdentityCredentials",
            [
                "name": "test", "issuer": try #require(made["issuer"]), "subject": .string(subject),
                "audiences": ["api://AzureADTokenExchange"],
            ]
        )
        return try #require(made["assertion"]?.stringValue)
    }
}
