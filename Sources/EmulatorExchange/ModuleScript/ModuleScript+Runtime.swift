extension ModuleScript {
    /// The part of the module that is the same for everyone; `ParameterKey` is filled in.
    ///
    /// Its lines are a script's, tried in PowerShell as they stand, and keep their length.
    static let runtimeText = ##"""
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

        """##
}
