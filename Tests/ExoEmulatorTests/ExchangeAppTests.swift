import ExoJSON
import Testing

@testable import EmulatorExchange

/// Add-ins for Outlook.
@Suite struct ExchangeAppTests {
    @Test func anAppHasASource() throws {
        let harness = try ExchangeHarness()
        let refused = try harness.run("New-App", ["OrganizationApp": true])
        #expect(refused.status == 400 && refused.errorText.hasPrefix("Parameter set cannot be resolved"))
        try harness.done("New-App", ["OrganizationApp": true, "Url": "https://app.fabrikam.com/manifest.xml"])
    }
}
