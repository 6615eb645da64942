import ExoJSON
import Testing

@testable import EmulatorExchange

/// Add-ins for Outlook.
@Suite struct ExchangeAppTests {
    @Test func anAppHasASource() throws {
        let harness = try ExchangeHarness()
        let refused = try harness.run("New-App", ["OrganizationApp": true])
        #expect(refused.status == 400 && refused.errorText.hasPrefix("Parameter set cannot be resolved"))
        for nothing: JSONObject in [["Url": ""], ["FileData": []], ["FileData": .null], ["Etoken": "x"]] {
            var parameters = nothing
            parameters["OrganizationApp"] = true
            #expect(try harness.run("New-App", parameters).status == 400, "\(nothing)")
        }
        let shop: JSONObject = ["OrganizationApp": true, "MarketplaceServicesUrl": "https://shop.fabrikam.com"]
        #expect(try harness.run("New-App", shop).errorText.contains("MarketplaceAssetID"))
        try harness.done("New-App", ["OrganizationApp": true, "Url": "https://app.fabrikam.com/manifest.xml"])
    }
}
