/// A product that an organization can assign to people, after Microsoft's published list of product names.
package struct LicenceProduct: Sendable, Hashable {
    /// A part of a product.
    package struct Plan: Sendable, Hashable {
        package let id: String
        package let name: String

        /// Whether it comes with a mailbox.
        package var isOfExchange: Bool { name.hasPrefix("EXCHANGE_S_") }
    }

    package let id: String
    /// As the service calls it: `ENTERPRISEPACK`.
    package let name: String
    package let plans: [Plan]

    private static let mailbox2 = Plan(id: "efb87545-963c-4e0d-99df-69c6916d9eb0", name: "EXCHANGE_S_ENTERPRISE")
    private static let mailbox1 = Plan(id: "9aaf7827-d63c-4b61-89c3-182f06f82e5c", name: "EXCHANGE_S_STANDARD")
    private static let kiosk = Plan(id: "4a82b400-a79f-41a4-b4e2-e94f5787b113", name: "EXCHANGE_S_DESKLESS")
    private static let teams = Plan(id: "57ff2da0-773e-42df-b2af-ffb7a2317929", name: "TEAMS1")
    private static let sites = Plan(id: "5dbe027f-2339-4123-9542-606e4d348a72", name: "SHAREPOINTENTERPRISE")

    /// The product that people of a seed have.
    package static let enterprise = "6fd2c87f-b296-42f0-b197-1e91e994b900"

    /// The products that every organization of the emulator has.
    package static let all = [
        LicenceProduct(id: "4b9405b0-7788-4568-add1-99614e613b69", name: "EXCHANGESTANDARD", plans: [mailbox1]),
        LicenceProduct(id: "19ec0d23-8335-4cbd-94ac-6050e30712fa", name: "EXCHANGEENTERPRISE", plans: [mailbox2]),
        LicenceProduct(
            id: enterprise,
            name: "ENTERPRISEPACK",
            plans: [mailbox2, teams, sites]
        ),
        LicenceProduct(
            id: "05e9a617-0261-4cee-bb44-138d3ef5d965",
            name: "SPE_E3",
            plans: [mailbox2, teams, sites]
        ),
        LicenceProduct(
            id: "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
            name: "SPE_E5",
            plans: [mailbox2, teams, sites]
        ),
        LicenceProduct(id: "4b585984-651b-448a-9e53-3b10f069cf7f", name: "DESKLESSPACK", plans: [kiosk, teams]),
    ]
}
