import CmdletCatalogue
import EmulatorCore
import ExoJSON

extension AuditTrail.Entry {
    /// Whether it is a cmdlet that Security & Compliance alone has; of those that both services have nothing tells which ran it.
    var isOfCompliance: Bool {
        CmdletCatalogue.cmdlet(named: operation).map { $0.services == [.securityCompliance] } ?? false
    }

    /// The event of a cmdlet of Security & Compliance, or with an activity the one by which eDiscovery tells it.
    func complianceEvent(organization: String, activity: String? = nil) -> AuditEvent {
        let entry = self
        return AuditEvent(
            moment: moment,
            type: activity == nil ? .complianceCmdlet : .discovery,
            operation: activity ?? operation,
            user: user,
            object: object,
            clientIP: clientIP,
            succeeded: true,
            details: { entry.complianceDetails(organization: organization, isDiscovery: activity != nil) },
            words: "\(activity == nil ? "cmdlet" : "discovery")|\(sequence)",
            userType: userType,
            sequence: sequence
        )
    }

    private func complianceDetails(organization: String, isDiscovery: Bool) -> JSONObject {
        let line = parameters.members.map { "-\($0.name) \"\($0.value.stringValue ?? "")\"" }.joined(separator: " ")
        var details: JSONObject = [
            "ClientApplication": "EMC", "ClientRequestId": "", "CmdletVersion": .string(TenantNames.version),
            "EffectiveOrganization": .string(organization), "NonPIIParameters": .string(line),
            "Parameters": .string(line), "SecurityComplianceCenterEventType": 0,
            "StartTime": .string(String(moment.text(.unspecified).prefix(19))), "UserServicePlan": "",
        ]
        guard isDiscovery else { return details }
        func text(_ name: String) -> JSONValue { .string(parameters[name]?.stringValue ?? "") }
        details["ObjectType"] = .string(String(operation.drop { $0 != "-" }.dropFirst()))
        details["Case"] = operation.hasSuffix("-ComplianceCase") ? .string(object) : text("Case")
        for (property, parameter) in [
            ("ExchangeLocations", "ExchangeLocation"), ("Exclusions", "ExchangeLocationExclusion"),
            ("PublicFolderLocations", "PublicFolderLocation"), ("Query", "ContentMatchQuery"),
            ("SharepointLocations", "SharePointLocation"),
        ] { details[property] = text(parameter) }
        details["ExtendedProperties"] = []
        return details
    }

    /// What eDiscovery calls it, `nil` for what is no activity of its.
    ///
    /// See https://learn.microsoft.com/purview/ediscovery-search-for-activities-in-the-audit-log.
    var discoveryActivity: String? {
        switch operation {
        case "New-ComplianceSearchAction":
            // Without a switch it is a preview.
            let action = ["Purge", "Export", "Report"].first { parameters[$0] == "True" } ?? "Preview"
            return Self.actions[action]?.started
        case "Remove-ComplianceSearchAction":
            let action = object.split(separator: "_").last.map(String.init) ?? ""
            return Self.actions[action]?.removed
        default: return Self.activities[operation]
        }
    }

    private static let actions = [
        "Export": (started: "SearchExported", removed: "RemovedSearchExported"),
        "Preview": (started: "SearchPreviewed", removed: "RemovedSearchPreviewed"),
        "Purge": (started: "SearchResultsPurged", removed: "RemovedSearchResultsPurged"),
        "Report": (started: "SearchReport", removed: "SearchReportRemoved"),
    ]

    private static let activities = [
        "Add-ComplianceCaseMember": "CaseMemberAdded", "Add-eDiscoveryCaseAdmin": "CaseAdminAdded",
        "New-CaseHoldRule": "HoldCreated", "New-ComplianceCase": "CaseAdded", "New-ComplianceSearch": "SearchCreated",
        "New-ComplianceSecurityFilter": "SearchPermissionCreated", "Remove-CaseHoldRule": "HoldRemoved",
        "Remove-ComplianceCase": "CaseRemoved", "Remove-ComplianceCaseMember": "CaseMemberRemoved",
        "Remove-ComplianceSearch": "SearchRemoved", "Remove-ComplianceSecurityFilter": "SearchPermissionRemoved",
        "Remove-eDiscoveryCaseAdmin": "CaseAdminRemoved", "Set-CaseHoldRule": "HoldUpdated",
        "Set-ComplianceCase": "CaseUpdated", "Set-ComplianceSearch": "SearchUpdated",
        "Set-ComplianceSecurityFilter": "SearchPermissionUpdated", "Start-ComplianceSearch": "SearchStarted",
        "Stop-ComplianceSearch": "SearchStopped", "Update-ComplianceCaseMember": "CaseMemberUpdated",
        "Update-eDiscoveryCaseAdmin": "CaseAdminUpdated",
    ]
}

extension AuditRecordType {
    static let complianceCmdlet = AuditRecordType(
        name: "SecurityComplianceCenterEOPCmdlet",
        number: 18,
        workload: "SecurityComplianceCenter",
        success: "Success"
    )
    static let discovery = AuditRecordType(
        name: "Discovery",
        number: 24,
        workload: "SecurityComplianceCenter",
        success: "Success"
    )
}
