import ExoJSON

/// What Graph's published model says beyond the objects that the emulator keeps.
enum GraphModel {
    /// The kinds of directory objects, to which paths cast, in small letters.
    private static let types = names(
        """
        user group serviceprincipal application device orgcontact directoryrole directoryroletemplate \
        administrativeunit directoryobject contract
        """
    )

    /// The properties that are collections, so that a missing one is `[]` and no `null`.
    static let lists = Set(
        """
        addIns alternativeNames appRoles assignedLabels assignedLicenses assignedPlans businessPhones groupTypes \
        identifierUris identities imAddresses infoCatalogs interests keyCredentials licenseAssignmentStates \
        managerApplications notificationEmailAddresses oauth2PermissionScopes onPremisesProvisioningErrors otherMails \
        passwordCredentials pastProjects provisionedPlans proxyAddresses replyUrls requiredResourceAccess \
        resourceBehaviorOptions resourceProvisioningOptions resourceSpecificApplicationPermissions responsibilities \
        schools servicePrincipalNames serviceProvisioningErrors skills tags
        """.split(separator: " ").map(String.init)
    )

    /// What the service answers and the emulator does not, in small letters: sets, relations, actions and functions.
    private static let absent = names(
        """
        admin agreementacceptances agreements appcatalogs applicationtemplates authenticationmethodconfigurations \
        authenticationmethodspolicy certificatebasedauthconfiguration chats communications compliance connections contacts \
        contracts datapolicyoperations deviceappmanagement devicemanagement devices domaindnsrecords drives education \
        employeeexperience external filteroperators functions grouplifecyclepolicies groupsettingtemplates groupsettings \
        identitygovernance identityprotection identityproviders informationprotection invitations permissiongrants places \
        planner print privacy reports schemaextensions scopedrolememberships search security shares sites solutions \
        storage subscribedskus subscriptions teams teamstemplates teamwork \
        activities adhoccalls authentication calendar calendargroups calendars calendarview cloudclipboard cloudpcs \
        contactfolders datasecurityandgovernance devicemanagementtroubleshootingevents drive events extensions \
        followedsites inferenceclassification insights joinedteams mailfolders managedappregistrations manageddevices \
        messages onenote onlinemeetings onpremisessyncbehavior outlook people presence settings sponsorof sponsors todo \
        acceptedsenders rejectedsenders conversations threads team permissiongrantpolicies memberswithlicenseerrors \
        appmanagementpolicies claimsmappingpolicies delegatedpermissionclassifications endpoints extensionproperties \
        homerealmdiscoverypolicies synchronization tokenissuancepolicies tokenlifetimepolicies \
        remotedesktopsecurityconfiguration createdonbehalfof scopedmembers \
        administrativeunits attributesets customsecurityattributedefinitions devicelocalcredentials \
        federationconfigurations onpremisessynchronization publickeyinfrastructure recovery remotetenantgroups \
        tenantgovernance apiconnectors authenticationeventlisteners authenticationeventsflows b2xuserflows \
        customauthenticationextensions riskprevention userflowattributes verifiedid namedlocations authenticationstrength \
        authenticationcontextclassreferences templates activitybasedtimeoutpolicies adminconsentrequestpolicy \
        authenticationflowspolicy authenticationstrengthpolicies authorizationpolicy crosstenantaccesspolicy \
        defaultappmanagementpolicy deviceregistrationpolicy featurerolloutpolicies federatedtokenvalidationpolicy \
        identitysecuritydefaultsenforcementpolicy ownerlessgrouppolicy rolemanagementpolicies \
        rolemanagementpolicyassignments directoryaudits provisioning entitlementmanagement \
        roleassignmentschedules roleassignmentscheduleinstances roleassignmentschedulerequests roleeligibilityschedules \
        roleeligibilityscheduleinstances roleeligibilityschedulerequests resourcenamespaces \
        delegatedadmincustomers multitenantorganization findtenantinformationbydomainname \
        findtenantinformationbytenantid branding federationconfiguration domainnamereferences rootdomain \
        serviceconfigurationrecords verificationdnsrecords \
        delta getavailableextensionproperties assignlicense exportpersonaldata findmeetingtimes getmailtips \
        reprocesslicenseassignment retryserviceprovisioning sendmail translateexchangeids addfavorite removefavorite renew \
        resetunseencount subscribebymail unsubscribebymail checkgrantedpermissionsforapp addtokensigningcertificate \
        setverifiedpublisher unsetverifiedpublisher forcedelete promote verify logo
        """
    )

    /// What users are related to and the emulator lacks: as in the service, choosing it shows nothing.
    private static let relationsOfUsers = names(
        """
        activities adhoccalls agreementacceptances authentication calendar calendargroups calendars calendarview chats \
        cloudclipboard cloudpcs contactfolders contacts datasecurityandgovernance devicemanagementtroubleshootingevents \
        drive drives employeeexperience events extensions followedsites inferenceclassification insights joinedteams \
        mailfolders managedappregistrations manageddevices messages notes onenote onlinemeetings onpremisessyncbehavior \
        outlook people permissiongrants photo photos planner presence settings solutions sponsorof sponsors teamwork todo
        """
    )

    /// Whether users have a relation of this name that the emulator lacks.
    static func isRelationOfUsers(_ name: String) -> Bool { relationsOfUsers.contains(name.lowercased()) }

    /// Whether a name in small letters is a kind of directory object.
    static func isType(_ name: String) -> Bool { types.contains(name) }

    /// Whether the first segment of a path is one of the service's that the emulator lacks.
    static func isAbsent(_ path: String) -> Bool {
        let segment = path.lowercased().prefix { $0 != "/" && $0 != "(" }
        let name = segment.hasPrefix(GraphPath.namespace) ? segment.dropFirst(GraphPath.namespace.count) : segment
        return absent.contains(String(name))
    }

    /// The properties of an object of a mixed list, by the type that it says it has.
    static func shape(of object: JSONObject) -> GraphShape? {
        switch object["@odata.type"]?.stringValue {
        case "#microsoft.graph.user": UserEntity.shape
        case "#microsoft.graph.group": GroupEntity.shape
        case "#microsoft.graph.servicePrincipal": ServicePrincipalEntity.shape
        case "#microsoft.graph.application": ApplicationEntity.shape
        case "#microsoft.graph.directoryRole": RoleEntity.activeShape
        default: nil
        }
    }

    private static func names(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
}
