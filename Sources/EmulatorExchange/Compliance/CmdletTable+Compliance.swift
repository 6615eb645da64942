import CmdletCatalogue

extension CmdletTable {
    /// What the nouns with a meaning have.
    static var complianceNouns: Area {
        let memberships = [ComplianceNoun.caseAdministrators.noun, ComplianceNoun.privacyAdministrators.noun]
        return ComplianceNoun.all.filter { !memberships.contains($0.noun) }.reduce(into: [:]) { area, noun in
            for name in CmdletCatalogue.noun(named: noun.noun)?.cmdlets ?? [] {
                guard let facts = CmdletCatalogue.cmdlet(named: name), facts.services.contains(.securityCompliance)
                else {
                    continue
                }
                switch facts.verb {
                case "Get": area[name] = ComplianceReader(noun: noun)
                case "New": area[name] = ComplianceMaker(noun: noun)
                case "Set" where noun.noun == RulePackageRule.noun:
                    area[name] = FileWriter(noun: noun) { try RulePackageRule.document($0).document.id }
                case "Set" where noun.noun == EdmSchemaRule.noun:
                    area[name] = FileWriter(noun: noun) { try EdmSchemaRule.schema($0).store }
                case "Set": area[name] = ComplianceWriter(noun: noun)
                case "Start" where noun.noun == ComplianceNoun.search.noun,
                    "Stop" where noun.noun == ComplianceNoun.search.noun:
                    area[name] = ComplianceWriter(noun: noun)
                case "Remove": area[name] = ComplianceRemover(noun: noun)
                default: break
                }
            }
        }
    }

    /// Who belongs to what.
    static var complianceAccess: Area {
        let memberships: [(String, ComplianceMembership)] = [
            ("ComplianceCaseMember", .caseMember), ("RoleGroupMember", .roleGroup),
            ("eDiscoveryCaseAdmin", .caseAdministrator), ("PrivacyManagementCaseAdmin", .privacyAdministrator),
            ("PrivacyManagementComplianceCaseMember", .privacyCaseMember),
        ]
        return memberships.reduce(into: [:]) { area, entry in
            for name in CmdletCatalogue.noun(named: entry.0)?.cmdlets ?? [] {
                area[name] =
                    name.hasPrefix("Get-")
                    ? ComplianceMemberReader(membership: entry.1) : ComplianceMemberWriter(membership: entry.1)
            }
        }
    }

    /// Work that is started and asked about.
    static var complianceJobs: Area {
        [
            "Cancel-DlpEdmSession": ExactMatchSessions(),
            "Get-AdminAuditLogConfig": ComplianceAuditConfigReader(),
            // That it lists what New-CustomDlpEmailTemplate makes is a guess after the names.
            "Get-CustomDlpEmailTemplates": ComplianceReader(noun: .emailTemplate),
            "Get-DlpEdmSession": ExactMatchSessions(),
            "Get-InformationBarrierPoliciesApplicationStatus": ApplicationStatusReader(),
            "Get-InformationBarrierRecipientStatus": BarrierRecipientReader(),
            "Get-LabelPolicyRule": LabelPolicyRuleReader(),
            "Invoke-HoldRemovalAction": HoldRemover(),
            "Remove-RecordLabel": RecordLabelRemover(),
            "Restore-TemporaryDeletedQuarantineMessage": QuarantineRestorer(),
            "Start-InformationBarrierPoliciesApplication": ApplicationWriter(),
            "Stop-InformationBarrierPoliciesApplication": ApplicationWriter(),
            "Validate-RetentionRuleQuery": RetentionQueryValidator(),
        ]
    }
}
