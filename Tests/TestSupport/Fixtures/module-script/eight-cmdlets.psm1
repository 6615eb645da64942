# Runtime of the script module in EXOModuleFile: every exported cmdlet function calls Invoke-ExoCmdlet, which posts InvokeCommand through the connection
# of the official ExchangeOnlineManagement module. Runs under Windows PowerShell 5.1 and PowerShell 7; needs nothing but .NET's HttpClient.

if ($PSEdition -ne 'Core') { Add-Type -AssemblyName System.Net.Http }
$script:MaxAttempts = 6
$script:RetryStatuses = 429, 503, 504
$script:Http = New-Object System.Net.Http.HttpClient
$script:Http.Timeout = [TimeSpan]::FromMinutes(16)
$script:ParameterKey = ''    # base64 of the server's RSA public key (PKCS#1 modulus and exponent as XML); empty: secrets are refused

function Get-ExoConnection {
    if (-not $ConnectionContextObjectId) { throw 'You must call Connect-ExchangeOnline before calling any other cmdlet.' }
    [Microsoft.Exchange.Management.ExoPowershellSnapin.ConnectionContextFactory]::GetCurrentConnectionContext($ConnectionContextObjectId)
}

# SecureString -> base64 of RSA PKCS#1 ciphertext under the server's key.
function Protect-ExoSecret([securestring] $Secret) {
    if (-not $script:ParameterKey) { throw 'This server accepts no secret parameters.' }
    $rsa = [System.Security.Cryptography.RSA]::Create()
    $rsa.FromXmlString([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($script:ParameterKey)))
    $plain = [Text.Encoding]::UTF8.GetBytes((New-Object System.Management.Automation.PSCredential 'x', $Secret).GetNetworkCredential().Password)
    [Convert]::ToBase64String($rsa.Encrypt($plain, [System.Security.Cryptography.RSAEncryptionPadding]::Pkcs1))
}

# A bound argument -> what its JSON form on the wire is built from.
function ConvertTo-ExoValue($Value, [string] $Name) {
    if ($null -eq $Value) { return $null }
    $plain = $Value.PSObject.BaseObject    # an assignment out of `if` would unroll one-element lists
    if ($plain -is [string] -or $plain -is [bool] -or ($plain -is [ValueType] -and $plain.GetType().IsPrimitive) -or $plain -is [decimal]) { return $plain }
    if ($plain -is [switch]) { return $plain.IsPresent }
    if ($plain -is [securestring]) { return Protect-ExoSecret $plain }
    if ($plain -is [pscredential]) { return Protect-ExoSecret $plain.Password }
    if ($plain -is [datetimeoffset]) { $plain = $plain.UtcDateTime }
    if ($plain -is [datetime]) { return $plain.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss', [cultureinfo]::InvariantCulture) }
    if ($plain -is [uri]) { return $plain.OriginalString }
    if ($plain -is [byte[]]) { return [ordered]@{ '@odata.type' = '#Exchange.ByteArrayType'; Data = $plain } }
    if ($plain -is [System.Collections.IDictionary]) {
        $table = [ordered]@{ '@odata.type' = '#Exchange.GenericHashTable' }
        foreach ($key in @($plain.Keys)) { $table["$key"] = ConvertTo-ExoValue $plain[$key] }
        return $table
    }
    if ($plain -is [System.Collections.IEnumerable]) { return , @($plain | ForEach-Object { ConvertTo-ExoValue $_ $Name }) }
    if ($Name -and $Value.PSObject.Properties[$Name]) { return "$($Value.$Name)" }
    if ($plain -is [System.Management.Automation.PSCustomObject] -and $Value.PSObject.TypeNames[0] -notlike 'Deserialized.*') { return '' }
    return "$Value"
}

# $true and $false inside a filter reach the server as quoted words.
function ConvertTo-ExoFilter([string] $Filter) { ($Filter -replace '(?i)\$true', "'True'") -replace '(?i)\$false', "'False'" }

# One POST with retries; returns @{ Status; Body; Headers }.
function Send-ExoRequest($Connection, [string] $Uri, [string] $Body, [hashtable] $Headers, [string] $RequestId) {
    for ($attempt = 1; ; $attempt++) {
        $auth = $Connection.GetAuthHeader('', $RequestId)
        if (-not $Uri) { $Uri = '{0}/{1}/InvokeCommand' -f $auth.BaseUri, $auth.TenantId }
        $request = New-Object System.Net.Http.HttpRequestMessage 'POST', $Uri
        $request.Content = New-Object System.Net.Http.StringContent $Body, ([Text.Encoding]::UTF8), 'application/json'
        foreach ($name in $Headers.Keys) { [void] $request.Headers.TryAddWithoutValidation($name, [string] $Headers[$name]) }
        [void] $request.Headers.TryAddWithoutValidation('Authorization', $auth.AuthorizationHeader)
        $prefix = if ($Connection.RoutingHintPrefix) { $Connection.RoutingHintPrefix } else { 'UPN' }
        $hint = if ($Connection.RoutingHint) { $Connection.RoutingHint } else { $auth.UserPrincipalName }
        [void] $request.Headers.TryAddWithoutValidation('X-AnchorMailbox', "${prefix}:$hint")
        $response = $script:Http.SendAsync($request).GetAwaiter().GetResult()
        $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        $status = [int] $response.StatusCode
        if ($status -notin $script:RetryStatuses -or $attempt -ge $script:MaxAttempts) { return @{ Status = $status; Body = $text; Headers = $response.Headers } }
        $wait = [Math]::Pow(2, $attempt)
        if ($response.Headers.RetryAfter.Delta) { $wait = $response.Headers.RetryAfter.Delta.Value.TotalSeconds }
        elseif ($response.Headers.RetryAfter.Date) { $wait = [Math]::Max(0, ($response.Headers.RetryAfter.Date.Value - [datetimeoffset]::UtcNow).TotalSeconds) }
        Start-Sleep -Milliseconds ([int] ($wait * 1000))
    }
}

function Get-ExoHeader($Headers, [string] $Name) { $values = $null; if ($Headers.TryGetValues($Name, [ref] $values)) { @($values)[0] } }

# The server's refusal as the caller's error record.
function Write-ExoError($Caller, [string] $Cmdlet, $Reply) {
    $message = "The server answered $($Reply.Status) without a reason."; $target = ''; $category = 'NotSpecified'
    try {
        $refusal = ($Reply.Body | ConvertFrom-Json).error
        if ($refusal.details -and $refusal.details[0].message) { $message = $refusal.details[0].message; $target = "$($refusal.details[0].target)" }
        elseif ($refusal.innererror.internalexception.message) { $message = $refusal.innererror.internalexception.message }
        elseif ($refusal.message) { $message = $refusal.message }
    } catch { if ($Reply.Body) { $message = $Reply.Body } }
    $type = Get-ExoHeader $Reply.Headers 'x-ExceptionType'; if (-not $type) { $type = 'Exception' }
    $id = '[Server={0},RequestId={1},TimeStamp={2:R}]' -f (Get-ExoHeader $Reply.Headers 'X-CalculatedBETarget'), (Get-ExoHeader $Reply.Headers 'request-id'), [datetime]::UtcNow
    $record = New-Object System.Management.Automation.ErrorRecord (New-Object Exception $message), $id, $category, $target
    $record.CategoryInfo.Activity = $Cmdlet; $record.CategoryInfo.Reason = $type
    $global:EXO_LastExecutionStatus = $false
    $Caller.WriteError($record)
}

# Runs one cmdlet: builds the body out of the bound parameters, asks for confirmation where the server wants it, prints every page.
function Invoke-ExoCmdlet([string] $Cmdlet, [System.Collections.IDictionary] $Bound, $Caller, [bool] $HighImpact) {
    $global:EXO_LastExecutionStatus = $true
    $connection = Get-ExoConnection
    $parameters = [ordered]@{}
    foreach ($name in @($Bound.Keys)) {
        $value = $Bound[$name]
        if ($name -in 'Filter', 'RecipientFilter', 'RecipientPreviewFilter') { $parameters[$name] = ConvertTo-ExoFilter "$value"; continue }
        if ($value -is [System.Management.Automation.ActionPreference]) { $parameters[$name] = "$value"; continue }
        $parameters[$name] = ConvertTo-ExoValue $value $name
    }
    if ($HighImpact -and -not $parameters.Contains('Confirm') -and $global:ConfirmPreference -ne 'None') { $parameters['Confirm'] = $true }
    $pageSize = if ($connection.PageSize -ge 1 -and $connection.PageSize -le 1000) { [int] $connection.PageSize } else { 1000 }
    $limit = $pageSize
    if ($parameters.Contains('ResultSize')) {
        if ("$($Bound['ResultSize'])" -eq 'Unlimited') { $limit = [int]::MaxValue }
        else { $limit = [int]::Parse("$($Bound['ResultSize'])"); if ($limit -le 0) { Write-Error 'ResultSize must be greater than 0'; return } }
    }
    $id = [guid]::NewGuid().ToString()
    $headers = @{ 'X-CmdletName' = $Cmdlet; 'X-ResponseFormat' = 'clixml'; 'X-SerializationLevel' = 'Partial'; 'X-ClientApplication' = 'ExoManagementModule'
        'X-ClientModuleVersion' = $connection.ModuleVersion; 'connection-id' = $connection.ConnectionId; 'client-request-id' = $id; 'Accept' = 'application/json'; 'Accept-Charset' = 'UTF-8'
        'WarningAction' = "$($Bound['WarningAction'])"; 'Prefer' = "odata.maxpagesize=$([Math]::Min($pageSize, $limit))" }
    $rows = 0; $uri = ''
    do {
        $body = [ordered]@{ CmdletInput = [ordered]@{ CmdletName = $Cmdlet; Parameters = $parameters } } | ConvertTo-Json -Depth 10 -Compress
        $reply = Send-ExoRequest $connection $uri $body $headers $id
        if ($reply.Status -ne 200) { Write-ExoError $Caller $Cmdlet $reply; return }
        $result = $reply.Body | ConvertFrom-Json
        $question = $result.'@adminapi.confirmationmessage'
        if ($parameters['WhatIf'] -eq $true) { $Caller.Host.UI.WriteLine("What if: $question") }
        elseif ($parameters['Confirm'] -eq $true) {
            if (-not $Caller.ShouldContinue("$question", 'Confirm')) { return }
            $parameters['Confirm'] = $false; continue
        }
        $objects = @()
        if ($result.value -and $result.value[0]._clixml) { $objects = @([System.Management.Automation.PSSerializer]::Deserialize($result.value[0]._clixml)) | Where-Object { $null -ne $_ } }
        foreach ($object in $objects) { if ($rows -ge $limit) { break }; $rows++; $Caller.WriteObject($object) }
        foreach ($warning in @($result.'@adminapi.warnings')) { if ($warning) { $Caller.WriteWarning($warning) } }
        foreach ($fault in @($result.'@adminapi.errors')) { if ($fault) { $global:EXO_LastExecutionStatus = $false; $Caller.WriteError((New-Object System.Management.Automation.ErrorRecord (New-Object Exception "$fault"), $Cmdlet, 'NotSpecified', $null)) } }
        $uri = $result.'@odata.nextLink'
        if ($rows -ge $limit) { if ($uri) { $Caller.WriteWarning('There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.') }; return }
    } while ($uri)
}

function Get-AcceptedDomain {
  [CmdletBinding(DefaultParameterSetName = 'Identity')]
  param(
    [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][object]${Identity},
    [Parameter()][object]${ResultSize}
  )
  process { Invoke-ExoCmdlet 'Get-AcceptedDomain' $PSBoundParameters $PSCmdlet $false }
}

function Get-DistributionGroup {
  [CmdletBinding(DefaultParameterSetName = 'Identity')]
  param(
    [Parameter(ParameterSetName = 'AnrSet')][string]${Anr},
    [Parameter()][pscredential]${Credential},
    [Parameter()][ValidateNotNullOrEmpty()][string]${Filter},
    [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][object]${Identity},
    [Parameter()][switch]${IncludeAcceptMessagesOnlyFromDLMembersWithDisplayNames},
    [Parameter()][switch]${IncludeAcceptMessagesOnlyFromSendersOrMembersWithDisplayNames},
    [Parameter()][switch]${IncludeAcceptMessagesOnlyFromWithDisplayNames},
    [Parameter()][switch]${IncludeBypassModerationFromSendersOrMembersWithDisplayNames},
    [Parameter()][switch]${IncludeGrantSendOnBehalfToWithDisplayNames},
    [Parameter()][switch]${IncludeModeratedByWithDisplayNames},
    [Parameter(ParameterSetName = 'ManagedBySet')][object]${ManagedBy},
    [Parameter()][object]${OrganizationalUnit},
    [Parameter()][object[]]${RecipientTypeDetails},
    [Parameter()][object]${ResultSize},
    [Parameter()][string]${SortBy}
  )
  process { Invoke-ExoCmdlet 'Get-DistributionGroup' $PSBoundParameters $PSCmdlet $false }
}

function Get-DistributionGroupMember {
  [CmdletBinding()]
  param(
    [Parameter()][pscredential]${Credential},
    [Parameter(ParameterSetName = 'Identity', Mandatory, Position = 0, ValueFromPipeline)][object]${Identity},
    [Parameter()][switch]${IncludeSoftDeletedObjects},
    [Parameter()][object]${ResultSize}
  )
  process { Invoke-ExoCmdlet 'Get-DistributionGroupMember' $PSBoundParameters $PSCmdlet $false }
}

function Get-Mailbox {
  [CmdletBinding(DefaultParameterSetName = 'Identity')]
  param(
    [Parameter(ParameterSetName = 'AnrSet')][string]${Anr},
    [Parameter()][switch]${Archive},
    [Parameter()][ValidateNotNullOrEmpty()][string]${Filter},
    [Parameter()][switch]${GroupMailbox},
    [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][object]${Identity},
    [Parameter()][switch]${InactiveMailboxOnly},
    [Parameter()][switch]${IncludeAcceptMessagesOnlyFromDLMembersWithDisplayNames},
    [Parameter()][switch]${IncludeAcceptMessagesOnlyFromSendersOrMembersWithDisplayNames},
    [Parameter()][switch]${IncludeAcceptMessagesOnlyFromWithDisplayNames},
    [Parameter()][switch]${IncludeEmailAddressDisplayNames},
    [Parameter()][switch]${IncludeInactiveMailbox},
    [Parameter(ParameterSetName = 'MailboxPlanSet', ValueFromPipeline)][object]${MailboxPlan},
    [Parameter()][switch]${Migration},
    [Parameter()][object]${OrganizationalUnit},
    [Parameter()][switch]${PublicFolder},
    [Parameter()][object[]]${RecipientTypeDetails},
    [Parameter()][object]${ResultSize},
    [Parameter()][switch]${SoftDeletedMailbox},
    [Parameter()][string]${SortBy}
  )
  process { Invoke-ExoCmdlet 'Get-Mailbox' $PSBoundParameters $PSCmdlet $false }
}

function Get-OrganizationConfig {
  [CmdletBinding(DefaultParameterSetName = 'Identity')]
  param(

  )
  process { Invoke-ExoCmdlet 'Get-OrganizationConfig' $PSBoundParameters $PSCmdlet $false }
}

function Get-Recipient {
  [CmdletBinding(DefaultParameterSetName = 'Identity')]
  param(
    [Parameter(ParameterSetName = 'AnrSet')][string]${Anr},
    [Parameter()][object]${AuthenticationType},
    [Parameter(ParameterSetName = 'Identity')][string]${BookmarkDisplayName},
    [Parameter()][object]${Capabilities},
    [Parameter()][ValidateNotNullOrEmpty()][string]${Filter},
    [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][object]${Identity},
    [Parameter(ParameterSetName = 'Identity')][bool]${IncludeBookmarkObject},
    [Parameter()][switch]${IncludeSoftDeletedRecipients},
    [Parameter()][object]${OrganizationalUnit},
    [Parameter()][string[]]${Properties},
    [Parameter()][object]${PropertySet},
    [Parameter(ParameterSetName = 'RecipientPreviewFilterSet')][ValidateNotNullOrEmpty()][string]${RecipientPreviewFilter},
    [Parameter()][object[]]${RecipientType},
    [Parameter()][object[]]${RecipientTypeDetails},
    [Parameter()][object]${ResultSize},
    [Parameter()][string]${SortBy}
  )
  process { Invoke-ExoCmdlet 'Get-Recipient' $PSBoundParameters $PSCmdlet $false }
}

function Get-User {
  [CmdletBinding(DefaultParameterSetName = 'Identity')]
  param(
    [Parameter(ParameterSetName = 'AnrSet')][string]${Anr},
    [Parameter()][ValidateNotNullOrEmpty()][string]${Filter},
    [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][object]${Identity},
    [Parameter()][switch]${IsVIP},
    [Parameter()][object]${OrganizationalUnit},
    [Parameter()][switch]${PublicFolder},
    [Parameter()][object[]]${RecipientTypeDetails},
    [Parameter()][object]${ResultSize},
    [Parameter()][string]${SortBy}
  )
  process { Invoke-ExoCmdlet 'Get-User' $PSBoundParameters $PSCmdlet $false }
}

function Set-Mailbox {
  [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Identity', ConfirmImpact = 'Medium')]
  param(
    [Parameter()][object]${AcceptMessagesOnlyFrom},
    [Parameter()][object]${AcceptMessagesOnlyFromDLMembers},
    [Parameter()][object]${AcceptMessagesOnlyFromSendersOrMembers},
    [Parameter()][bool]${AccountDisabled},
    [Parameter()][object]${AddressBookPolicy},
    [Parameter()][string]${Alias},
    [Parameter()][switch]${ApplyMandatoryProperties},
    [Parameter()][object]${ArchiveName},
    [Parameter()][object]${AuditAdmin},
    [Parameter()][object]${AuditDelegate},
    [Parameter()][bool]${AuditEnabled},
    [Parameter()][object]${AuditLogAgeLimit},
    [Parameter()][object]${AuditOwner},
    [Parameter()][object]${BypassModerationFromSendersOrMembers},
    [Parameter()][bool]${CalendarRepairDisabled},
    [Parameter()][bool]${CalendarVersionStoreDisabled},
    [Parameter()][switch]${ClearThrottlingPolicyAssignment},
    [Parameter()][string]${CustomAttribute1},
    [Parameter()][string]${CustomAttribute10},
    [Parameter()][string]${CustomAttribute11},
    [Parameter()][string]${CustomAttribute12},
    [Parameter()][string]${CustomAttribute13},
    [Parameter()][string]${CustomAttribute14},
    [Parameter()][string]${CustomAttribute15},
    [Parameter()][string]${CustomAttribute2},
    [Parameter()][string]${CustomAttribute3},
    [Parameter()][string]${CustomAttribute4},
    [Parameter()][string]${CustomAttribute5},
    [Parameter()][string]${CustomAttribute6},
    [Parameter()][string]${CustomAttribute7},
    [Parameter()][string]${CustomAttribute8},
    [Parameter()][string]${CustomAttribute9},
    [Parameter()][object]${DataEncryptionPolicy},
    [Parameter()][object]${DefaultAuditSet},
    [Parameter()][object]${DefaultPublicFolderMailbox},
    [Parameter()][bool]${DeliverToMailboxAndForward},
    [Parameter()][string]${DisplayName},
    [Parameter()][bool]${ElcProcessingDisabled},
    [Parameter()][object]${EmailAddressDisplayNames},
    [Parameter()][object]${EmailAddresses},
    [Parameter()][bool]${EnableRoomMailboxAccount},
    [Parameter()][object]${EndDateForRetentionHold},
    [Parameter()][string]${EnforcedTimestamps},
    [Parameter(ParameterSetName = 'ExcludeFromAllOrgHolds')][switch]${ExcludeFromAllOrgHolds},
    [Parameter(ParameterSetName = 'ExcludeFromOrgHolds')][string[]]${ExcludeFromOrgHolds},
    [Parameter()][object]${ExtensionCustomAttribute1},
    [Parameter()][object]${ExtensionCustomAttribute2},
    [Parameter()][object]${ExtensionCustomAttribute3},
    [Parameter()][object]${ExtensionCustomAttribute4},
    [Parameter()][object]${ExtensionCustomAttribute5},
    [Parameter()][object]${ExternalOofOptions},
    [Parameter()][switch]${Force},
    [Parameter()][object]${ForwardingAddress},
    [Parameter()][object]${ForwardingSmtpAddress},
    [Parameter()][object]${GrantSendOnBehalfTo},
    [Parameter()][switch]${GroupMailbox},
    [Parameter()][bool]${HiddenFromAddressListsEnabled},
    [Parameter(ParameterSetName = 'AddAggregatedMailbox', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'ApproveAssociateMailbox', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'AssociateSourceArchive', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'EnableComplianceTagHoldApplied', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'ExcludeFromAllOrgHolds', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'ExcludeFromOrgHolds', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'Identity', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RecalculateInactiveMailbox', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RemoveAggregatedMailbox', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RemoveComplianceTagHoldApplied', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RemoveDelayHoldApplied', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RemoveDelayReleaseHoldApplied', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RemoveDisabledArchive', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RemoveMRMConfiguration', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RemoveOrphanedHolds', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Parameter(ParameterSetName = 'RestorePreviousMailboxGuid', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][object]${Identity},
    [Parameter()][string]${ImmutableId},
    [Parameter()][switch]${InactiveMailbox},
    [Parameter()][bool]${IsExcludedFromServingHierarchy},
    [Parameter()][object]${IssueWarningQuota},
    [Parameter()][object]${JournalArchiveAddress},
    [Parameter()][object]${Languages},
    [Parameter()][object]${LitigationHoldDate},
    [Parameter()][object]${LitigationHoldDuration},
    [Parameter()][bool]${LitigationHoldEnabled},
    [Parameter()][string]${LitigationHoldOwner},
    [Parameter()][string]${MailboxRegion},
    [Parameter()][string]${MailTip},
    [Parameter()][object]${MailTipTranslations},
    [Parameter()][object]${MaxReceiveSize},
    [Parameter()][object]${MaxSendSize},
    [Parameter()][bool]${MessageCopyForSendOnBehalfEnabled},
    [Parameter()][bool]${MessageCopyForSentAsEnabled},
    [Parameter()][bool]${MessageCopyForSMTPClientSubmissionEnabled},
    [Parameter()][bool]${MessageTrackingReadStatusEnabled},
    [Parameter()][object]${MicrosoftOnlineServicesID},
    [Parameter()][object]${ModeratedBy},
    [Parameter()][bool]${ModerationEnabled},
    [Parameter()][string]${Name},
    [Parameter()][object]${NonCompliantDevices},
    [Parameter()][string]${Office},
    [Parameter()][securestring]${Password},
    [Parameter()][object]${ProhibitSendQuota},
    [Parameter()][object]${ProhibitSendReceiveQuota},
    [Parameter()][switch]${ProvisionedForOfficeGraph},
    [Parameter()][switch]${PublicFolder},
    [Parameter(ParameterSetName = 'RecalculateInactiveMailbox', Mandatory)][switch]${RecalculateInactiveMailbox},
    [Parameter()][object]${RecipientLimits},
    [Parameter()][object]${RejectMessagesFrom},
    [Parameter()][object]${RejectMessagesFromDLMembers},
    [Parameter()][object]${RejectMessagesFromSendersOrMembers},
    [Parameter(ParameterSetName = 'RemoveDelayHoldApplied', Mandatory)][switch]${RemoveDelayHoldApplied},
    [Parameter(ParameterSetName = 'RemoveDelayReleaseHoldApplied', Mandatory)][switch]${RemoveDelayReleaseHoldApplied},
    [Parameter(ParameterSetName = 'RemoveDisabledArchive', Mandatory)][switch]${RemoveDisabledArchive},
    [Parameter()][switch]${RemoveMailboxProvisioningConstraint},
    [Parameter(ParameterSetName = 'RemoveOrphanedHolds')][string[]]${RemoveOrphanedHolds},
    [Parameter()][bool]${RequireSenderAuthenticationEnabled},
    [Parameter()][object]${ResourceCapacity},
    [Parameter()][object]${ResourceCustom},
    [Parameter()][object]${RetainDeletedItemsFor},
    [Parameter()][string]${RetentionComment},
    [Parameter()][bool]${RetentionHoldEnabled},
    [Parameter()][object]${RetentionPolicy},
    [Parameter()][string]${RetentionUrl},
    [Parameter()][object]${RoleAssignmentPolicy},
    [Parameter()][securestring]${RoomMailboxPassword},
    [Parameter()][object]${RulesQuota},
    [Parameter()][bool]${SchedulerAssistant},
    [Parameter()][object]${SendModerationNotifications},
    [Parameter()][object]${SharingPolicy},
    [Parameter()][string]${SimpleDisplayName},
    [Parameter()][bool]${SingleItemRecoveryEnabled},
    [Parameter()][object]${StartDateForRetentionHold},
    [Parameter()][object]${StsRefreshTokensValidFrom},
    [Parameter()][object]${Type},
    [Parameter()][switch]${UpdateEnforcedTimestamp},
    [Parameter()][object]${UseDatabaseQuotaDefaults},
    [Parameter()][bool]${UseDatabaseRetentionDefaults},
    [Parameter()][object]${UserCertificate},
    [Parameter()][object]${UserSMimeCertificate},
    [Parameter()][object]${WindowsEmailAddress}
  )
  process { Invoke-ExoCmdlet 'Set-Mailbox' $PSBoundParameters $PSCmdlet $false }
}

Export-ModuleMember -Function Get-AcceptedDomain,Get-DistributionGroup,Get-DistributionGroupMember,Get-Mailbox,Get-OrganizationConfig,Get-Recipient,Get-User,Set-Mailbox
