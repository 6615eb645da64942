

$HelpFileNames = @('ExchangeOnline-Help.xml')
Export-ModuleMember -Function @() -Variable HelpFileNames
