import EmulatorCore
import ExoJSON
package import HTTPServer

/// What a machine learns of itself: where it stands, above all.
package struct InstanceMetadata: Sendable {
    /// The subscription that the machine and all identities belong to.
    package static let subscriptionID = "00000000-0000-4000-8000-000000000001"
    /// The machine that the system-assigned identity belongs to.
    package static let machineResource =
        "/subscriptions/\(subscriptionID)/resourcegroups/contoso/providers/Microsoft.Compute/virtualMachines/exo-vm"

    package let call: EntraCall

    /// Answers a request.
    ///
    /// - Parameter names: The path after `/metadata/instance`.
    /// - Returns: The document or, asked for as text, one value of it.
    package func respond(_ names: [String]) -> ServerResponse {
        let request = call.request
        if let refusal = MachineIdentity.missingGuard(request) { return refusal }
        guard request.method == "GET" else {
            return MachineIdentity.refusal(405, "invalid_request", "Method not allowed")
        }
        guard let version = request.query["api-version"] else {
            return .json(
                [
                    "error":
                        "Bad request. api-version was not specified in the request. For more information refer to aka.ms/azureimds",
                    "newest-versions": ["2021-02-01", "2020-09-01", "2019-08-15"],
                ],
                status: 400
            )
        }
        guard version >= "2017-04-02", version.utf8.count <= 20 else {
            return MachineIdentity.refusal(400, "invalid_request", "Unsupported API version")
        }
        let compute = compute()
        switch names {
        case []: return .json(["compute": .object(compute)])
        case ["compute"]: return .json(.object(compute))
        default:
            guard names.count == 2, names[0] == "compute",
                let value = compute.value(ignoringCase: names[1])?.stringValue
            else { return .json(["error": "Not found"], status: 404) }
            guard request.query["format"]?.lowercased() == "text" else {
                return .json(
                    ["error": "Bad request. Incompatible format, leaf elements are served with format=text"],
                    status: 400
                )
            }
            return ServerResponse(
                status: 200,
                headers: [.init("Content-Type", "text/plain; charset=utf-8")],
                body: Array(value.utf8)
            )
        }
    }

    private func compute() -> JSONObject {
        [
            "azEnvironment": "AzurePublicCloud",
            "location": "westeurope",
            "name": "exo-vm",
            "osType": "Linux",
            "provider": "Microsoft.Compute",
            "resourceGroupName": "contoso",
            "resourceId": .string(Self.machineResource),
            "subscriptionId": .string(Self.subscriptionID),
            "vmId": .string(SeedIdentifier.make("virtualMachine", Self.machineResource)),
            "vmSize": "Standard_B2s",
            "zone": "",
        ]
    }
}
