import ExoJSON

extension CmdletTable {
    /// Groups of every kind, and who belongs to them.
    static var groups: Area {
        [
            "Add-DistributionGroupMember": MembershipWriter(membership: .distributionGroup, change: .add),
            "Add-UnifiedGroupLinks": MembershipWriter(membership: .unifiedGroup, change: .add),
            "Get-DistributionGroup": GetHandler(view: .distributionGroup),
            "Get-DistributionGroupMember": MembershipReader(membership: .distributionGroup),
            "Get-DynamicDistributionGroup": GetHandler(view: .dynamicGroup) { _ in
                { group in
                    let moment = MembershipRefreshRule.moment
                    return [moment: group.properties[moment] ?? group.created.json]
                }
            },
            "Get-DynamicDistributionGroupMember": DynamicGroupMembers(),
            "Get-EligibleDistributionGroupForMigration": EligibleGroupReader(),
            "Get-Group": GroupReader(),
            "Get-UnifiedGroup": GetHandler(view: .unifiedGroup) { scope in
                { try UnifiedGroup.facts(of: $0, scope) }
            },
            "Get-UnifiedGroupLinks": MembershipReader(membership: .unifiedGroup),
            "New-DistributionGroup": GroupMaker(),
            "New-DynamicDistributionGroup": DynamicGroupMaker(),
            "New-UnifiedGroup": UnifiedGroupMaker(),
            "Remove-DistributionGroup": GroupRemover(view: .distributionGroup),
            "Remove-DistributionGroupMember": MembershipWriter(membership: .distributionGroup, change: .remove),
            "Remove-DynamicDistributionGroup": RecipientRemover(view: .dynamicGroup),
            "Remove-UnifiedGroup": GroupRemover(view: .unifiedGroup),
            "Remove-UnifiedGroupLinks": MembershipWriter(membership: .unifiedGroup, change: .remove),
            "Set-DistributionGroup": SetHandler(view: .distributionGroup, rules: .distributionGroup),
            "Set-DynamicDistributionGroup": SetHandler(view: .dynamicGroup, rules: .dynamicGroup),
            "Set-Group": SetHandler(view: .group, rules: .group),
            "Set-UnifiedGroup": SetHandler(view: .unifiedGroup, rules: .unifiedGroup),
            "Undo-SoftDeletedUnifiedGroup": UnifiedGroupRestorer(),
            "Update-DistributionGroupMember": MembershipWriter(membership: .distributionGroup, change: .replace),
            "Upgrade-DistributionGroup": DistributionGroupUpgrader(),
        ]
    }
}
