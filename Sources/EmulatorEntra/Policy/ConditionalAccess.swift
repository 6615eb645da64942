import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Decides by a tenant's policies whether a sign-in is good enough.
struct ConditionalAccess: Sendable {
    let call: EntraCall

    private var directory: Directory { call.context.directory }

    init(_ call: EntraCall) { self.call = call }

    /// Checks a user's sign-in.
    ///
    /// - Parameters:
    ///   - subject: Who signed in, how and when.
    ///   - client: The application.
    ///   - demand: What for.
    /// - Returns: The authentication contexts that were asked for and are met (`acrs`).
    /// - Throws: ``EntraError`` 53003, 50076, 50079, 53000, 53001, 53002, 53009, 50135, 50158 or 70043.
    @discardableResult
    func check(_ subject: UserSubject, at client: Client, _ demand: PolicyDemand) throws -> [String] {
        let records = try directory.conditionalAccessPolicies(of: subject.tenant.id).filter { $0.state == "enabled" }
        if !records.isEmpty {
            let groups = Set(try directory.groups(containing: subject.user.id).map(\.id))
            let policies = try records.compactMap { record -> Policy? in
                let policy = try Policy(record, demand.version)
                return policy.document.covers(
                    subject,
                    groups: groups,
                    demand,
                    isNamed: demand.policies.contains(record.id.lowercased())
                ) ? policy : nil
            }
            try check(policies, subject, demand.version)
        }
        if demand.demandsSecondFactor, !subject.hasSecondFactor {
            throw EntraError.secondFactor(isRegistered: subject.canUseSecondFactor, version: demand.version)
        }
        return demand.contexts
    }

    /// Checks an application that acts for itself; only policies for service principals look at it.
    ///
    /// - Throws: ``EntraError`` 53003.
    func check(
        _ principal: ServicePrincipalRecord,
        of client: Client,
        resource: String,
        _ version: ProtocolVersion
    ) throws {
        let records = try directory.conditionalAccessPolicies(of: principal.tenantID).filter { $0.state == "enabled" }
        let isOfTenant = client.application.tenantID == principal.tenantID
        for record in records {
            let policy = try Policy(record, version)
            guard policy.document.covers(principal, isOfTenant: isOfTenant, resource: resource),
                policy.document.controls.contains(.block)
            else { continue }
            call.signIn.note(.failure, failedPolicies: [record.displayName])
            throw EntraError.blockedByPolicy(version).with(policy: record.id)
        }
    }

    private func check(_ policies: [Policy], _ subject: UserSubject, _ version: ProtocolVersion) throws {
        guard !policies.isEmpty else { return }
        var refusals: [(policy: ConditionalAccessPolicyRecord, error: EntraError)] = []
        for policy in policies {
            if let error = policy.refusal(of: subject, now: call.trace.now, version) {
                refusals.append((policy.record, error))
            }
        }
        // What nobody can mend is said before what a page can.
        let first = refusals.first { !$0.error.isMendedByPage } ?? refusals.first
        guard let first else { return call.signIn.note(.success) }
        call.signIn.note(.failure, failedPolicies: refusals.map(\.policy.displayName))
        throw first.error.with(policy: first.policy.id)
    }
}

extension ConditionalAccess {
    /// A policy of the store, read.
    fileprivate struct Policy {
        let record: ConditionalAccessPolicyRecord
        let document: PolicyDocument

        init(_ record: ConditionalAccessPolicyRecord, _ version: ProtocolVersion) throws {
            self.record = record
            do {
                document = try PolicyDocument(JSONValue(parsing: record.document))
            } catch {
                throw EntraError.unreadablePolicy(
                    record.displayName,
                    (error as? UnsupportedPolicy)?.reason ?? "it is not JSON",
                    version
                )
            }
        }

        /// Why the policy does not let a user in; `nil` when it does.
        func refusal(of subject: UserSubject, now: Date, _ version: ProtocolVersion) -> EntraError? {
            if let frequency = document.frequency, now.timeIntervalSince(subject.authenticatedOn) > frequency {
                return .signInTooOld
            }
            let errors = document.controls.map { Self.refusal($0, of: subject, version) }
            let unmet = errors.compactMap { $0 }
            guard !unmet.isEmpty, !document.isAnyEnough || unmet.count == errors.count else { return nil }
            let mendable = unmet.first { $0.isMendedByPage }
            let final = unmet.first { !$0.isMendedByPage }
            return document.isAnyEnough ? mendable ?? final : final ?? mendable
        }

        private static func refusal(
            _ control: PolicyDocument.Control,
            of subject: UserSubject,
            _ version: ProtocolVersion
        ) -> EntraError? {
            switch control {
            case .block: .blockedByPolicy(version)
            case .mfa:
                subject.hasSecondFactor
                    ? nil : .secondFactor(isRegistered: subject.canUseSecondFactor, version: version)
            case .compliantDevice: .deviceRefused(53000, "is not compliant", version)
            case .domainJoinedDevice: .deviceRefused(53001, "is not domain joined", version)
            case .approvedApplication: .deviceRefused(53002, "uses no approved application", version)
            case .compliantApplication: .deviceRefused(53009, "uses no application with a protection policy", version)
            case .passwordChange: .passwordChangeForced
            case .termsOfUse: .externalChallenge
            }
        }
    }
}

extension UserSubject {
    /// Whether the user proved a second factor.
    var hasSecondFactor: Bool { authenticationMethods.contains("mfa") || authenticationMethods.contains("ngcmfa") }

    /// Whether the user has a second factor.
    var canUseSecondFactor: Bool { user.oneTimePasswordSecret != nil }
}
