import CmdletCatalogue
import ExoJSON

/// Get-DnssecStatusForVerifiedDomain: whether DNSSEC is on for a domain, and whether its records fit.
///
/// The records of a domain with DNSSEC are what they should be: nobody has to publish them. Which of the tests say what of a
/// domain without it is a guess.
struct DnssecStatusReader: CmdletHandler {
    private static let space = "Microsoft.Exchange.Management.ProvisioningTasks"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let domain = try DomainFeature.dnssec.domain(call, scope)
        let noun = call.facts.noun
        let isOn = DomainFeature.dnssec.isOn(domain)
        let record = "@ 60 IN MX 10 \(MailHost.signedName(of: domain))"
        let actual = "@ 3600 IN MX 0 \(MailHost.name(of: domain))"
        let state = DomainFeature.dnssec.status(of: domain)
        var row = ObjectShape.of(noun: noun).row(
            domain.name,
            [
                "DnssecFeatureStatus": DescribedValue.make(
                    state,
                    type: "\(Self.space).DnssecFeatureStatus",
                    ["Value": .string(state)]
                )
            ]
        )
        if isOn { row["ExpectedMxRecord"] = Self.part("ExpectedMxRecordInfo", ["Record": .string(record)]) }
        if !call.isOn("SkipDnsValidation") {
            row["DnsValidation"] = Self.part(
                "DnsValidationResult",
                ["DnssecSupport": "Valid", "Errors": [], "Warnings": []]
            )
        }
        if !call.isOn("SkipMxValidation") {
            row["MxValidation"] = Self.part(
                "MxValidationResult",
                [
                    "Status": isOn ? "Valid" : "Invalid",
                    "ActualMxRecords": [.string(isOn ? record : actual)], "Errors": [], "Warnings": [],
                ]
            )
        }
        if !call.isOn("SkipMtaStsValidation") {
            row["MtaStsValidation"] = Self.part(
                "MtaStsValidationResult",
                [
                    "Status": "Valid", "MtaStsAvailable": false, "MtaStsMode": "Unavailable", "Errors": [],
                    "Warnings": [],
                ]
            )
        }
        return .row(noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "DomainName", "SkipDnsValidation", "SkipMtaStsValidation", "SkipMxValidation", "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }

    /// An object within the answer, whose text is its type.
    private static func part(_ type: String, _ members: JSONObject) -> JSONValue {
        DescribedValue.make("\(space).\(type)", type: "\(space).\(type)", members)
    }
}
