import EmulatorCore
package import ExoJSON

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A conditional access policy, read from Graph's `conditionalAccessPolicy`.
package struct PolicyDocument: Sendable {
    /// The controls the emulator can tell whether they are met.
    package enum Control: String, Sendable {
        case block, mfa, compliantDevice, domainJoinedDevice, approvedApplication, compliantApplication, passwordChange
        /// Terms that have to be accepted, which nobody can do here.
        case termsOfUse
    }

    /// A list to be in and a list not to be in.
    package struct Selection: Sendable {
        package var include: Set<String> = []
        package var exclude: Set<String> = []

        /// Reads `include…` and `exclude…` of an object.
        init(_ name: String, in object: JSONValue?) {
            include = Self.words(object?["include\(name)"])
            exclude = Self.words(object?["exclude\(name)"])
        }

        static func words(_ value: JSONValue?) -> Set<String> {
            Set((value?.arrayValue ?? []).compactMap { $0.stringValue?.lowercased() })
        }
    }

    package let users: Selection
    package let groups: Selection
    package let roles: Selection
    package let includesGuests: Bool
    package let excludesGuests: Bool
    package let applications: Selection
    /// Authentication contexts the policy is for, in place of applications.
    package let contexts: Set<String>
    package let servicePrincipals: Selection
    package let clientTypes: Set<String>
    package let transfers: Set<String>
    package let controls: [Control]
    package let isAnyEnough: Bool
    /// The age in seconds beyond which a sign-in has to be repeated.
    package let frequency: TimeInterval?

    /// Reads a policy.
    ///
    /// - Parameter document: Graph's object.
    /// - Throws: ``UnsupportedPolicy`` that names what the emulator cannot evaluate.
    package init(_ document: JSONValue) throws {
        let conditions = document["conditions"]
        try Self.refuseUnknown(conditions)
        let people = conditions?["users"]
        users = Selection("Users", in: people)
        groups = Selection("Groups", in: people)
        roles = Selection("Roles", in: people)
        includesGuests =
            Self.isGiven(people?["includeGuestsOrExternalUsers"]) || users.include.contains("guestsorexternalusers")
        excludesGuests =
            Self.isGiven(people?["excludeGuestsOrExternalUsers"]) || users.exclude.contains("guestsorexternalusers")
        let services = conditions?["applications"]
        applications = Selection("Applications", in: services)
        contexts = Selection.words(services?["includeAuthenticationContextClassReferences"])
        servicePrincipals = Selection("ServicePrincipals", in: conditions?["clientApplications"])
        clientTypes = Selection.words(conditions?["clientAppTypes"])
        transfers = Self.methods(conditions?["authenticationFlows"]?["transferMethods"])
        let grant = document["grantControls"]
        isAnyEnough = grant?["operator"]?.stringValue?.uppercased() != "AND"
        var controls = try (grant?["builtInControls"]?.arrayValue ?? []).map { value in
            guard let text = value.stringValue, let control = Control(rawValue: text) else {
                throw UnsupportedPolicy("the grant control \(value) cannot be evaluated")
            }
            return control
        }
        if Self.isGiven(grant?["authenticationStrength"]) { controls.append(.mfa) }
        if !(grant?["termsOfUse"]?.arrayValue ?? []).isEmpty { controls.append(.termsOfUse) }
        guard (grant?["customAuthenticationFactors"]?.arrayValue ?? []).isEmpty else {
            throw UnsupportedPolicy("grantControls.customAuthenticationFactors cannot be evaluated")
        }
        self.controls = controls
        frequency = try Self.frequency(document["sessionControls"]?["signInFrequency"])
    }

    private static func isGiven(_ value: JSONValue?) -> Bool { value.map { !$0.isNull } ?? false }

    private static func methods(_ value: JSONValue?) -> Set<String> {
        let words = value?.stringValue.map { $0.split(separator: ",").map(String.init) }
        return Set((words ?? []).map { $0.filter { $0 != " " }.lowercased() }.filter { $0 != "none" })
    }

    private static func frequency(_ value: JSONValue?) throws -> TimeInterval? {
        guard let value, !value.isNull, value["isEnabled"]?.boolValue != false else { return nil }
        if value["frequencyInterval"]?.stringValue == "everyTime" { return 300 }
        let units: [String: TimeInterval] = ["hours": 3600, "days": 86400]
        guard let number = value["value"]?.integerValue, (1...10000).contains(number),
            let unit = value["type"]?.stringValue.flatMap({ units[$0] })
        else { throw UnsupportedPolicy("sessionControls.signInFrequency needs a value and the type hours or days") }
        return TimeInterval(number) * unit
    }

    // A condition that cannot be evaluated would make a policy apply to the wrong sign-ins.
    private static func refuseUnknown(_ conditions: JSONValue?) throws {
        for name in ["signInRiskLevels", "userRiskLevels", "servicePrincipalRiskLevels", "insiderRiskLevels"]
        where !Selection.words(conditions?[name]).isEmpty || conditions?[name]?.stringValue != nil {
            throw UnsupportedPolicy("conditions.\(name) cannot be evaluated")
        }
        guard !isGiven(conditions?["devices"]) else {
            throw UnsupportedPolicy("conditions.devices cannot be evaluated")
        }
        for (name, list) in [("platforms", "Platforms"), ("locations", "Locations")] {
            let selection = Selection(list, in: conditions?[name])
            guard selection.include.isSubset(of: ["all"]), selection.exclude.isSubset(of: ["alltrusted"]) else {
                throw UnsupportedPolicy("conditions.\(name) can only name all")
            }
        }
    }
}
