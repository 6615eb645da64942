import CmdletCatalogue

/// What activities an export wants: a name and some values in each filter, of which one has to fit.
struct ActivityFilter: Sendable {
    /// The names that the page lists.
    private static let names = """
        Activity Application ArtifactType ClientIP ColdScanPolicyId CopilotAppHost CopilotThreadId CopilotType CreationTime
        DataState DestinationFilePath DestinationLocationType DeviceName DLPPolicyId DLPPolicyRuleId EmailReceiver EmailSender
        EndpointOperation EnforcementMode FalsePositive FileExtension GeneralPurposeComparison HowApplied HowAppliedDetail
        IrmUrlCategory IsProtected IsProtectedBefore ItemName LabelEventType Location MDATPDeviceId OriginatingDomain PageSize
        ParentArchiveHash Platform PolicyId PolicyMode PolicyName PolicyRuleAction PolicyRuleId PolicyRuleName PreviousFileName
        PreviousProtectionOwner ProtectionEventType ProtectionOwner RemovableMediaDeviceManufacturer RemovableMediaDeviceModel
        RemovableMediaDeviceSerialNumber RetentionLabel RMSEncrypted SensitiveInfoTypeClassifierType
        SensitiveInfoTypeConfidence SensitiveInfoTypeCount SensitiveInfoTypeId SensitivityLabel SensitivityLabelPolicy Sha1
        Sha256 SourceLocationType TargetDomain TargetPrinterName User UsersPerDay Workload
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    private let filters: [(name: String, values: [String])]

    /// - Throws: ``AdminAPIError`` for a filter without values or of another name, and for one behind a gap; the words are
    ///   guesses.
    init(_ call: BoundCall) throws {
        let parameters = (1...5).map { "Filter\($0)" }
        let given = parameters.prefix { call.texts($0) != nil }
        for parameter in parameters.dropFirst(given.count) where call.texts(parameter) != nil {
            throw AdminAPIError.missingParameters([parameters[given.count]])
        }
        filters = try given.map { parameter in
            let texts = call.texts(parameter) ?? []
            guard let name = Self.names.first(where: texts[0].isSame), texts.count > 1 else {
                throw AdminAPIError.transformation(
                    parameter: parameter,
                    reason: "A filter has the name of a column and at least one value."
                )
            }
            return (name, Array(texts.dropFirst()))
        }
    }

    func accepts(_ activity: MailActivity) -> Bool {
        filters.allSatisfy { filter in
            activity.values(of: filter.name).contains { value in filter.values.contains(where: value.isSame) }
        }
    }
}
