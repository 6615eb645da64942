import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Something that an accepted domain does with mail for it or does not, which cmdlets of its own turn on and off.
enum DomainFeature: String, Sendable {
    case dnssec = "DnssecStatus"
    case dane = "SmtpDaneStatus"
    case ipv6 = "IPv6Status"

    private static let on = "Enabled"
    private static let off = "Disabled"

    /// The property of the domain that says so; of the three only ``dane`` is shown by Get-AcceptedDomain.
    private var property: String { rawValue }

    /// What holds for a domain of which nobody said anything: every domain takes mail over IPv6.
    private var isOnAtFirst: Bool { self == .ipv6 }

    /// The parameter that names the domain.
    var parameter: String { self == .ipv6 ? "Domain" : "DomainName" }

    /// What questions call it.
    var title: String {
        switch self {
        case .dnssec: "DNSSEC"
        case .dane: "SMTP DANE"
        case .ipv6: "IPv6"
        }
    }

    func isOn(_ domain: ExchangeObject) -> Bool {
        domain.text(property).map { $0 == Self.on } ?? isOnAtFirst
    }

    func status(of domain: ExchangeObject) -> String { isOn(domain) ? Self.on : Self.off }

    /// Turns it on or off; what holds at first is not written down.
    func turn(_ isOn: Bool, in domain: inout ExchangeObject) {
        domain.properties[property] = isOn == isOnAtFirst ? nil : .string(isOn ? Self.on : Self.off)
    }

    /// The accepted domain that a call names.
    ///
    /// - Throws: ``AdminAPIError``: not found.
    func domain(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        guard let name = call.text(parameter) else { throw AdminAPIError.missingParameters([parameter]) }
        return try scope.object(named: name, in: .acceptedDomain)
    }
}

/// Enable- and Disable- of what a domain does with mail for it.
///
/// See https://learn.microsoft.com/purview/how-smtp-dane-works.
struct DomainFeatureSwitch: CmdletHandler {
    let feature: DomainFeature
    let isOn: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var domain = try feature.domain(call, scope)
            try check(domain)
            if call.isQuestion {
                return .confirmation("\(isOn ? "Enabling" : "Disabling") \(feature.title) for \"\(domain.name)\".")
            }
            if feature.isOn(domain) != isOn {
                feature.turn(isOn, in: &domain)
                domain.changed = scope.now
                try scope.objects.update(domain)
            }
            return result(of: domain, call, scope)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: [feature.parameter, "Confirm", "WhatIf"], shape: nil)
    }

    /// Refuses what the service's article says does not work; the words are guesses.
    private func check(_ domain: ExchangeObject) throws {
        guard feature != .ipv6 else { return }
        guard !domain.name.lowercased().hasSuffix(".onmicrosoft.com") else {
            throw AdminAPIError.invalidOperation(
                "The domain provided is not supported: \"\(domain.name)\" is an onmicrosoft.com domain."
            )
        }
        if feature == .dane, isOn, !DomainFeature.dnssec.isOn(domain) {
            throw AdminAPIError.invalidOperation(
                "SMTP DANE can't be enabled for \"\(domain.name)\" because DNSSEC isn't enabled for it."
            )
        }
        if feature == .dnssec, !isOn, DomainFeature.dane.isOn(domain) {
            throw AdminAPIError.invalidOperation(
                "DNSSEC can't be disabled for \"\(domain.name)\" while SMTP DANE is enabled for it."
            )
        }
    }

    /// What was done, with the host that mail goes to from now on; of IPv6 nothing is said (a guess).
    private func result(of domain: ExchangeObject, _ call: BoundCall, _ scope: CallScope) -> CmdletOutput {
        guard feature != .ipv6 else { return .done(warnings: []) }
        let noun = call.facts.noun
        var row = ObjectShape.of(noun: noun).row(domain.name, ["Result": "Success"])
        if isOn { row["DnssecMxValue"] = .string(MailHost.signedName(of: domain)) }
        return .row(noun, scope, row)
    }
}

/// Get- of what a domain does with mail for it: of the one that is named, or of all.
struct DomainFeatureReader: CmdletHandler {
    let feature: DomainFeature

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let shape = ObjectShape.of(noun: noun)
        let isOfAll = call.text(feature.parameter) == nil
        return .rows(noun, scope) {
            let domains = try isOfAll ? scope.objects.objects(of: .acceptedDomain) : [feature.domain(call, scope)]
            return domains.map { domain in
                let name = JSONValue.string(domain.name)
                return shape.row(
                    domain.name,
                    [
                        "Identity": name, .init(feature.parameter): name,
                        "Status": .string(feature.status(of: domain)),
                    ]
                )
            }
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: [feature.parameter, "Confirm", "WhatIf"], shape: nil)
    }
}
