import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-ActiveSyncDeviceClass: the types and models of devices that get mail, each once, with the moment of its newest.
struct DeviceClassReader: CmdletHandler {
    private static let noun = "ActiveSyncDeviceClass"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        var newest: [String: MobileDevice] = [:]
        try MobileDevices.forEach(scope) { device in
            let name = Self.name(of: device)
            if newest[name].map({ $0.firstSync < device.firstSync }) ?? true { newest[name] = device }
            return true
        }
        let filter = try call.text("Filter").map {
            try FilterProperties.filter($0, of: call.facts.name, shape: .of(noun: Self.noun))
        }
        let wanted = call.text("Identity")
        let pattern = wanted.map { Array($0.lowercased()) }
        var rows = newest.sorted { $0.key < $1.key }.filter { name, device in
            pattern.map {
                Wildcard.matches(Array(name.lowercased()), pattern: $0) || String($0) == Self.guid(name, scope)
            }
                ?? true
        }.map { Self.row($1, $0, scope) }.filter { filter?.matches($0) ?? true }
        if let wanted, !wanted.contains("*"), rows.isEmpty {
            throw AdminAPIError.notFound(wanted, noun: Self.noun)
        }
        if let property = call.text("SortBy") {
            rows.sort { ($0[property]?.stringValue ?? "") < ($1[property]?.stringValue ?? "") }
        }
        let found = rows
        return .rows(Self.noun, scope, limit: nil) { found }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "Filter", "SortBy"], shape: nil) }

    private static func name(of device: MobileDevice) -> String { "\(device.model.type)§\(device.model.name)" }

    private static func guid(_ name: String, _ scope: CallScope) -> String {
        SeedIdentifier.make("deviceClass", scope.tenant.id, name)
    }

    private static func row(_ device: MobileDevice, _ name: String, _ scope: CallScope) -> ObjectRow {
        let (guid, names) = (JSONValue.string(guid(name, scope)), scope.objects.names)
        let moment = device.firstSync.wholeSecond.json
        var row = ObjectShape.of(noun: noun).row(name, ["Identity": .string(name)])
        row.set([
            "Name": .string(name), "Id": .string(name), "Guid": guid, "ExchangeObjectId": guid,
            "DeviceModel": .string(device.model.name), "DeviceType": .string(device.model.type),
            "LastUpdateTime": moment, "IsValid": true, "ObjectState": "Unchanged",
            "ExchangeVersion": "0.20 (15.0.0.0)", "OrganizationId": .string(names.organizationID),
            "OrganizationalUnitRoot": .string(names.initialDomain),
            "OriginatingServer": .string(TenantNames.domainController),
            "ObjectClass": ["top", "msExchActiveSyncDevice"],
            "WhenCreated": moment, "WhenCreatedUTC": moment, "WhenChanged": moment, "WhenChangedUTC": moment,
        ])
        return row
    }
}
