
function Get-AddressList {
  # .ExternalHelp ExchangeOnline-Help.xml
  [CmdletBinding(DefaultParameterSetName = 'Identity')]
  param(
    [Parameter(ParameterSetName = 'Identity', Position = 0)][object]${Identity},
    [Parameter(ParameterSetName = 'Container', Mandatory)][object]${Container},
    [Parameter(ParameterSetName = 'SearchSet')][object]${SearchText}
  )
  begin { $exoRun = Start-ExoRun $PSCmdlet 'Get-AddressList' '' }
  process { Invoke-ExoCmdlet $exoRun $PSBoundParameters $_ }
  end { Complete-ExoRun $exoRun }
}

function Get-MessageTraceV2 {
  # .ExternalHelp ExchangeOnline-Help.xml
  [CmdletBinding()]
  param(
    [Parameter(ValueFromPipelineByPropertyName)][object]${EndDate},
    [Parameter(ValueFromPipelineByPropertyName)][object]${FromIP},
    [Parameter(ValueFromPipelineByPropertyName)][object]${MessageId},
    [Parameter(ValueFromPipelineByPropertyName)][object]${MessageTraceId},
    [Parameter(ValueFromPipelineByPropertyName)][object]${RecipientAddress},
    [Parameter(ValueFromPipelineByPropertyName)][object]${ResultSize},
    [Parameter(ValueFromPipelineByPropertyName)][object]${SenderAddress},
    [Parameter(ValueFromPipelineByPropertyName)][object]${StartDate},
    [Parameter(ValueFromPipelineByPropertyName)][object]${StartingRecipientAddress},
    [Parameter()][object]${Status},
    [Parameter(ValueFromPipelineByPropertyName)][object]${Subject},
    [Parameter(ValueFromPipelineByPropertyName)][object]${SubjectFilterType},
    [Parameter(ValueFromPipelineByPropertyName)][object]${ToIP}
  )
  begin { $exoRun = Start-ExoRun $PSCmdlet 'Get-MessageTraceV2' '' }
  process { Invoke-ExoCmdlet $exoRun $PSBoundParameters $_ }
  end { Complete-ExoRun $exoRun }
}

function Remove-HoldCompliancePolicy {
  # .ExternalHelp ExchangeOnline-Help.xml
  [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Identity', ConfirmImpact = 'High')]
  param(
    [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][object]${Identity},
    [Parameter()][switch]${ForceDeletion}
  )
  begin { $exoRun = Start-ExoRun $PSCmdlet 'Remove-HoldCompliancePolicy' 'High' }
  process { Invoke-ExoCmdlet $exoRun $PSBoundParameters $_ }
  end { Complete-ExoRun $exoRun }
}

function Set-AddressList {
  # .ExternalHelp ExchangeOnline-Help.xml
  [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
  param(
    [Parameter(Mandatory, Position = 0)][object]${Identity},
    [Parameter()][object]${ConditionalCompany},
    [Parameter()][object]${ConditionalCustomAttribute1},
    [Parameter()][object]${ConditionalCustomAttribute10},
    [Parameter()][object]${ConditionalCustomAttribute11},
    [Parameter()][object]${ConditionalCustomAttribute12},
    [Parameter()][object]${ConditionalCustomAttribute13},
    [Parameter()][object]${ConditionalCustomAttribute14},
    [Parameter()][object]${ConditionalCustomAttribute15},
    [Parameter()][object]${ConditionalCustomAttribute2},
    [Parameter()][object]${ConditionalCustomAttribute3},
    [Parameter()][object]${ConditionalCustomAttribute4},
    [Parameter()][object]${ConditionalCustomAttribute5},
    [Parameter()][object]${ConditionalCustomAttribute6},
    [Parameter()][object]${ConditionalCustomAttribute7},
    [Parameter()][object]${ConditionalCustomAttribute8},
    [Parameter()][object]${ConditionalCustomAttribute9},
    [Parameter()][object]${ConditionalDepartment},
    [Parameter()][object]${ConditionalStateOrProvince},
    [Parameter()][object]${DisplayName},
    [Parameter()][object]${IncludedRecipients},
    [Parameter()][object]${Name},
    [Parameter()][ValidateNotNullOrEmpty()][string]${RecipientFilter}
  )
  begin { $exoRun = Start-ExoRun $PSCmdlet 'Set-AddressList' 'Medium' }
  process { Invoke-ExoCmdlet $exoRun $PSBoundParameters $_ }
  end { Complete-ExoRun $exoRun }
}

$HelpFileNames = @('ExchangeOnline-Help.xml')
Export-ModuleMember -Function Get-AddressList,Get-MessageTraceV2,Remove-HoldCompliancePolicy,Set-AddressList -Variable HelpFileNames
