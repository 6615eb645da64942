import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Finds the devices that calls are about.
enum MobileDevices {
    /// The device of an identity.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    static func device(_ call: BoundCall, _ scope: CallScope) throws -> MobileDevice {
        guard let identity = call.text("Identity") else { throw AdminAPIError.withoutIdentity(call.facts.name) }
        var found: MobileDevice?
        try forEach(scope) { device in
            if device.isNamed(identity) { found = device }
            return found == nil
        }
        guard let found else { throw AdminAPIError.notFound(identity, noun: call.facts.noun) }
        return found
    }

    /// Every device of the tenant, until `visit` answers false.
    static func forEach(_ scope: CallScope, visit: (MobileDevice) throws -> Bool) throws {
        let range = (after: Int64(0), through: Int64.max)
        try scope.objects.forEach(.recipient, types: ["UserMailbox"], states: [.active], in: range) { mailbox in
            for device in try MobileDevice.all(of: mailbox, scope) {
                guard try visit(device) else { return false }
            }
            return true
        }
    }

    /// Whether a device is of the kinds that a call names.
    static func accepts(_ device: MobileDevice, _ call: BoundCall) -> Bool {
        let kinds = [
            ("ActiveSync", "EAS"), ("OWAforDevices", "MOWA"), ("RestApi", "REST"), ("UniversalOutlook", "Outlook"),
        ].filter { call.isOn($0.0) }.map(\.1)
        return kinds.isEmpty || kinds.contains(device.model.clientType)
    }
}

/// Get-MobileDevice and Get-ActiveSyncDevice.
struct MobileDeviceReader: CmdletHandler {
    let noun: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let names = scope.objects.names
        if call.text("Identity") != nil {
            return .row(noun, scope, try MobileDevices.device(call, scope).row(noun, names))
        }
        let filter = try call.text("Filter").map {
            try FilterProperties.filter($0, of: call.facts.name, shape: .of(noun: noun))
        }
        let limit = try ResultSize.limit(of: call)
        var rows: [ObjectRow] = []
        func add(_ device: MobileDevice) -> Bool {
            let row = device.row(noun, names)
            if MobileDevices.accepts(device, call), filter?.matches(row) ?? true { rows.append(row) }
            // One more says that there are more.
            return limit.map { rows.count <= $0 } ?? true
        }
        if let identity = call.text("Mailbox") {
            let mailbox = try MailboxTarget.mailbox(named: identity, noun: "Mailbox", scope)
            for device in try MobileDevice.all(of: mailbox, scope) { _ = add(device) }
        } else {
            try MobileDevices.forEach(scope, visit: add)
        }
        if let property = call.text("SortBy") {
            rows.sort { ($0[property]?.stringValue ?? "") < ($1[property]?.stringValue ?? "") }
        }
        let found = rows
        return .rows(noun, scope, limit: limit) { found }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "Mailbox", "Filter", "ResultSize", "SortBy", "ActiveSync", "OWAforDevices", "RestApi",
                "UniversalOutlook",
            ],
            shape: nil
        )
    }
}

/// Get-MobileDeviceStatistics and Get-ActiveSyncDeviceStatistics.
struct MobileDeviceStatisticsReader: CmdletHandler {
    let noun: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let identity = call.text("Mailbox") else {
            return .row(noun, scope, try MobileDevices.device(call, scope).statistics(noun, at: scope.now))
        }
        let mailbox = try MailboxTarget.mailbox(named: identity, noun: "Mailbox", scope)
        let rows = try MobileDevice.all(of: mailbox, scope).filter { MobileDevices.accepts($0, call) }.map {
            $0.statistics(noun, at: scope.now)
        }
        return .rows(noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "Mailbox", "ActiveSync", "OWAforDevices", "RestApi", "UniversalOutlook", "UseCustomRouting",
            ],
            shape: nil
        )
    }
}

/// Remove- of a device: it is gone until it asks for mail again, which none does here.
struct MobileDeviceRemover: CmdletHandler {
    private var device: MobileDevice?

    init() {}

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        var handler = self
        handler.device = try MobileDevices.device(call, scope)
        return handler
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let device = try device ?? MobileDevices.device(call, scope)
        return try scope.context.store.write { _ in
            if call.isQuestion { return .confirmation("Removing mobile device \"\(device.identity)\".") }
            try ContentStore(scope).put(
                .mobileDevice,
                owner: device.owner.guid,
                key: device.id,
                ["Removed": true],
                at: scope.now
            )
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "Confirm", "WhatIf"], shape: nil) }
}

/// Clear- of a device: it is told to wipe itself, and hears it later.
struct MobileDeviceWiper: CmdletHandler {
    private var device: MobileDevice?

    init() {}

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        var handler = self
        handler.device = try MobileDevices.device(call, scope)
        return handler
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let device = try device ?? MobileDevices.device(call, scope)
        return try scope.context.store.write { _ in
            if call.isQuestion { return .confirmation("Clearing mobile device \"\(device.identity)\".") }
            let store = ContentStore(scope)
            if call.isOn("Cancel") {
                try store.remove(.mobileDevice, owner: device.owner.guid, key: device.id)
                return .done(warnings: [])
            }
            let actor = try scope.context.directory.user(id: scope.caller.objectID)?.userPrincipalName
            try store.put(
                .mobileDevice,
                owner: device.owner.guid,
                key: device.id,
                [
                    "WipeRequested": scope.now.json, "AccountOnly": .bool(call.isOn("AccountOnly")),
                    "Requestor": .string(actor ?? scope.caller.objectID),
                ],
                at: scope.now
            )
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "AccountOnly", "Cancel", "Confirm", "WhatIf"], shape: nil)
    }
}
