# What the functions and the end of the script module are put together from. A line `#: NAME` begins a piece; «words»
# stand for what the catalogue and the caller's roles say. Texts in quotes get theirs doubled.
#: function
function «name» {
  # .ExternalHelp «help»
  [CmdletBinding(«binding»)]
  «parameters»
  begin { $exoRun = Start-ExoRun $PSCmdlet '«name»' '«impact»' }
  process { Invoke-ExoCmdlet $exoRun $PSBoundParameters $_ }
  end { Complete-ExoRun $exoRun }
}
#: confirms
SupportsShouldProcess
#: defaultSet
DefaultParameterSetName = '«set»'
#: impact
ConfirmImpact = '«impact»'
#: parameters
param(
«parameters»
  )
#: noParameters
param()
#: parameter
    «attributes»[«type»]${«name»}
#: place
[Parameter(«words»)]
#: set
ParameterSetName = '«set»'
#: mandatory
Mandatory
#: position
Position = «position»
#: byValue
ValueFromPipeline
#: byPropertyName
ValueFromPipelineByPropertyName
#: aliases
[Alias('«names»')]
#: betweenAliases
', '
#: notEmpty
[ValidateNotNullOrEmpty()]
#: search
[ValidateLength(3, 5120)]
#: key
$script:ParameterKey = '«key»'
#: publicKey
$PublicKey = '«xml»'
#: end
$HelpFileNames = @('«help»')
Export-ModuleMember -Function «names» -Variable HelpFileNames
#: noNames
@()
#: helpFile
<?xml version="1.0" encoding="utf-8"?>
<helpItems xmlns="http://msh" schema="maml">
«commands»</helpItems>
#: helpOfCommand
<command:command xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:maml="http://schemas.microsoft.com/maml/2004/10"><command:details><command:name>«name»</command:name><maml:description><maml:para>«name» of Exchange Online, as this server answers it.</maml:para></maml:description><command:verb>«verb»</command:verb><command:noun>«noun»</command:noun></command:details></command:command>
