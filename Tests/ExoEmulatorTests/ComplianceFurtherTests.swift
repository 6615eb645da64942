import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Smaller cmdlets of Security & Compliance that follow from what is there.
@Suite struct ComplianceFurtherTests {
    @Test func templatesOfMailAreMadeListedChangedAndTakenAway() throws {
        let harness = try ExchangeHarness()
        let template: JSONObject = ["Name": "Tip", "Subject": "Mind the data", "To": ["adele@contoso.com"]]
        let made = try harness.comply("New-CustomDlpEmailTemplate", template)
        #expect(made.status == 200, "\(made.errorText)")
        #expect(try harness.comply("New-CustomDlpEmailTemplate", template).errorText.contains("already exists"))
        let set = try harness.comply("Set-CustomDlpEmailTemplate", ["Identity": "Tip", "Body": "Read the policy."])
        #expect(set.status == 200, "\(set.errorText)")
        let row = try #require(try harness.comply("Get-CustomDlpEmailTemplates").rows.first)
        #expect(row["Subject"] == "Mind the data" && row["Body"] == "Read the policy.")
        #expect(row["To"] == ["adele@contoso.com"])
        let question = try harness.comply("Remove-CustomDlpEmailTemplate", ["Identity": "Tip", "WhatIf": true])
        #expect(question.status == 200)
        #expect(try harness.comply("Get-CustomDlpEmailTemplates").rows.count == 1)
        #expect(try harness.comply("Remove-CustomDlpEmailTemplate", ["Identity": "Tip"]).status == 200)
        #expect(try harness.comply("Get-CustomDlpEmailTemplates").rows.isEmpty)
        #expect(try harness.comply("Set-CustomDlpEmailTemplate", ["Identity": "Tip", "Body": ""]).status == 404)
    }

    @Test func nobodyUploadsIntoATableThatIsThere() throws {
        let harness = try ExchangeHarness()
        let unknown = try harness.comply("Get-DlpEdmSession", ["DataStoreName": "Patients"])
        #expect(unknown.status == 404, "\(unknown.errorText)")
        let schema = #"<EdmSchema xmlns="x"><DataStore name="Patients" version="1"/></EdmSchema>"#
        let bytes = JSONValue.array(Array(schema.utf8).map { .integer(Int64($0)) })
        _ = try harness.comply("New-DlpEdmSchema", ["FileData": bytes])
        let none = try harness.comply("Get-DlpEdmSession", ["DataStoreName": "Patients"])
        #expect(none.status == 200 && none.rows.isEmpty, "\(none.errorText)")
        let session = try harness.comply("Cancel-DlpEdmSession", ["DataStoreName": "Patients", "SessionId": "s1"])
        #expect(session.status == 404 && session.errorText.contains("'s1'"))
        #expect(try harness.comply("Cancel-DlpEdmSession", ["DataStoreName": "Patients"]).status == 400)
    }

    @Test func whatThePublishedLabelsDoAreRules() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply(
            "New-Label",
            [
                "Name": "Sealed", "DisplayName": "Sealed", "Tooltip": "Sealed", "EncryptionEnabled": true,
                "EncryptionProtectionType": "UserDefined", "EncryptionDoNotForward": true,
                "ApplyContentMarkingHeaderEnabled": true, "ApplyContentMarkingHeaderText": "Sealed",
            ]
        )
        let policy = try harness.comply(
            "New-LabelPolicy",
            ["Name": "Seals", "Labels": ["Sealed", "Public"], "ExchangeLocation": "All"]
        )
        #expect(policy.status == 200, "\(policy.errorText)")
        let rules = try harness.comply("Get-LabelPolicyRule", ["Policy": "Seals"])
        let sealed = rules.rows.filter { $0["LabelName"] == "Sealed" }
        #expect(sealed.map { $0["LabelActionName"] } == ["encrypt", "applycontentmarkingheader"], "\(rules.errorText)")
        #expect(rules.rows.filter { $0["LabelName"] == "Public" }.map { $0["LabelActionName"] } == [.null])
        #expect(rules.texts("Name").allSatisfy { $0.hasPrefix("lptr-") })
        let name = try #require(rules.texts("Name").first)
        #expect(try harness.comply("Get-LabelPolicyRule", ["Identity": .string(name)]).rows == [rules.rows[0]])
        #expect(try harness.comply("Get-LabelPolicyRule").rows.count > rules.rows.count)
        #expect(try harness.comply("Get-LabelPolicyRule", ["Identity": "lptr-none"]).status == 404)
        #expect(try harness.comply("Get-LabelPolicyRule", ["Policy": "No such policy"]).status == 404)
    }

    @Test func labelsOfRecordsAreOnNothingInSites() throws {
        let harness = try ExchangeHarness()
        let item: JSONValue = "https://contoso.sharepoint.com/sites/hr/Documents/a.docx"
        func removed(_ label: JSONValue) throws -> ExchangeHarness.Reply {
            try harness.comply("Remove-RecordLabel", ["ItemUrl": item, "LabelName": label])
        }
        #expect(try removed("No such label").status == 404)
        #expect(try removed("Contract").errorText.contains("isn't a record label"))
        _ = try harness.comply(
            "New-ComplianceTag",
            [
                "Name": "Record", "IsRecordLabel": true, "RetentionAction": "Keep", "RetentionDuration": "10",
                "RetentionType": "CreationAgeInDays",
            ]
        )
        let none = try removed("Record")
        #expect(none.status == 404 && none.errorText.contains("a.docx"), "\(none.errorText)")
        #expect(try harness.comply("Execute-AzureADLabelSync").status == 200)
    }

    @Test func casesOfPrivaHaveTheMembersOfCases() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-ComplianceCase", ["Name": "Request", "CaseType": "DSR"])
        _ = try harness.comply("Add-ComplianceCaseMember", ["Case": "Request", "Member": "adele@contoso.com"])
        let members = try harness.comply("Get-PrivacyManagementComplianceCaseMember", ["Case": "Request"])
        #expect(members.texts("PrimarySmtpAddress").contains("adele@contoso.com"), "\(members.errorText)")
        let removal: JSONObject = ["Case": "Request", "Member": "adele@contoso.com"]
        let removed = try harness.comply("Remove-PrivacyManagementComplianceCaseMember", removal)
        #expect(removed.status == 200, "\(removed.errorText)")
        #expect(try harness.comply("Remove-PrivacyManagementComplianceCaseMember", removal).status == 400)
        let administrators = try harness.comply("Get-PrivacyManagementCaseAdmin")
        #expect(administrators.status == 200 && administrators.rows.isEmpty, "\(administrators.errorText)")
        let nobody = try harness.comply("Remove-PrivacyManagementCaseAdmin", ["User": "adele@contoso.com"])
        #expect(nobody.status == 400 && nobody.errorText.contains("isn't a member"), "\(nobody.errorText)")
    }

    @Test func whatIsDeletedFromQuarantineForATimeComesBack() throws {
        let harness = try ExchangeHarness()
        let identities = try harness.comply("Get-QuarantineMessage").texts("Identity").prefix(2)
        let (first, second) = (JSONValue.string(identities[0]), JSONValue.string(identities[1]))
        let restore = "Restore-TemporaryDeletedQuarantineMessage"
        #expect(try harness.comply(restore, ["Identity": first]).status == 404)
        _ = try harness.comply("Delete-QuarantineMessage", ["Identity": first])
        _ = try harness.comply("Delete-QuarantineMessage", ["Identity": second, "HardDelete": true])
        #expect(try harness.comply("Get-QuarantineMessage", ["Identity": first]).status == 404)
        #expect(try harness.comply(restore, ["Identity": first, "WhatIf": true]).status == 200)
        #expect(try harness.comply("Get-QuarantineMessage", ["Identity": first]).status == 404)
        let restored = try harness.comply(restore, ["Identity": first])
        #expect(restored.status == 200, "\(restored.errorText)")
        #expect(try harness.comply("Get-QuarantineMessage", ["Identity": first]).status == 200)
        #expect(try harness.comply(restore, ["Identity": second]).status == 404)
        for pair in [("Export", "Export"), ("Preview", "Preview")] {
            let present = try harness.comply("\(pair.0)-QuarantineMessage", ["Identity": first])
            let before = try harness.comply("\(pair.1)-QuarantineMessageV1", ["Identity": first])
            #expect(before.status == 200 && before.rows == present.rows, "\(before.errorText)")
        }
    }
}
