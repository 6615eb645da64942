import EmulatorCore
import ExoJSON

/// New-ActiveSyncDeviceAccessRule: a rule is called by what it is about, such as `iPhone (DeviceModel)`.
struct DeviceAccessRuleMaker: CmdletHandler {
    private static let name = "Name"
    private let maker = SettingMaker(noun: SettingNoun("ActiveSyncDeviceAccessRule"), naming: [name])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let name = "\(call.text("QueryString") ?? "") (\(call.text("Characteristic") ?? ""))"
        var call = call
        call.parameters.append((Self.name, .value(.string(name))))
        return try maker.run(call, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { maker.unused(call) }
}
