import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension TokenRequest {
    /// Redeems a device code, once a user has let the device in.
    ///
    /// - Throws: ``EntraError`` 7000218, 700025, 900144, 70016, 90120, 70018, 70019, 54005 and those of what is issued.
    func redeemDeviceCode() throws -> JSONValue {
        try credential.checkWithoutRedirect(client, call)
        let kind: RedirectURIKind = credential.isPresent ? .web : .publicClient
        // Some clients send the code under one name, some under the other, some under both.
        guard let code = form["device_code"] ?? form["code"] else { throw EntraError.missing("device_code") }
        let asked = try askedScope()
        _ = try asked?.target()
        let directory = call.context.directory
        let hash = try OpaqueText.digest(code)
        guard let device = try directory.deviceCode(hash: hash), device.clientID == client.id else {
            throw EntraError.unknownDeviceCode
        }
        if let tenant = authority.tenant, let begun = device.tenantID, tenant.id != begun {
            throw EntraError.unknownDeviceCode
        }
        let grant = try grant(of: device, kind: kind)
        return try issue(prepare(grant, asked: asked, transfer: .deviceCode), for: .deviceCode(device))
    }

    private func grant(of device: DeviceCodeRecord, kind: RedirectURIKind) throws -> DelegatedGrant {
        switch device.state {
        case .redeemed: throw EntraError.redeemedDeviceCode
        case .declined: throw EntraError.declinedDevice
        case .pending, .approved: break
        }
        guard device.expiresOn > call.trace.now else { throw EntraError.expiredDeviceCode(version) }
        guard device.state == .approved, let userID = device.userID, let authenticatedOn = device.authenticatedOn
        else {
            try checkPace(device)
            throw EntraError.authorizationPending
        }
        guard let user = try call.context.directory.user(id: userID) else { throw EntraError.unknownDeviceCode }
        return try DelegatedGrant(
            device,
            tenantID: device.tenantID ?? user.tenantID,
            userID: userID,
            authenticatedOn: authenticatedOn,
            kind: kind
        )
    }

    private func checkPace(_ device: DeviceCodeRecord) throws {
        guard call.context.settings.current.sendsSlowDown else { return }
        let now = call.trace.now
        try call.context.directory.notePoll(ofDevice: device.deviceHash, at: now)
        guard let last = device.polledOn, now.timeIntervalSince(last) < TimeInterval(DeviceAuthorization.interval)
        else { return }
        throw EntraError.slowDown
    }
}

extension DelegatedGrant {
    /// The grant of a user who let a device in.
    init(
        _ device: DeviceCodeRecord,
        tenantID: String,
        userID: String,
        authenticatedOn: Date,
        kind: RedirectURIKind
    ) throws {
        self.tenantID = tenantID
        self.userID = userID
        self.kind = kind
        clientType = .native
        scopeText = device.scope
        resource = device.resource
        nonce = nil
        sessionID = device.sessionID ?? UUID().uuidString.lowercased()
        self.authenticatedOn = authenticatedOn
        authenticationMethods = device.authenticationMethods
        familyID = device.deviceHash
        fixedEnd = nil
        isRefresh = false
        claims = try ClaimsRequest(device.claims)
    }
}
