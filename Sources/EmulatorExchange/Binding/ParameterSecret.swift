import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The clear text of a secret parameter; nothing prints it.
struct ParameterSecret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let text: String

    var description: String { "ParameterSecret(…)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension BoundCall {
    /// The call with its secrets in the clear.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 for a secret that was not encrypted under the published key;
    ///   `DatabaseError`, `CryptoError`.
    func openingSecrets(in store: Store) throws -> BoundCall {
        let secrets = parameters.filter { parameter in
            facts.parameter(named: parameter.name).flatMap { ParameterCoercion.kind(of: $0.type) } == "secret"
                && parameter.value.text != ""
        }
        guard !secrets.isEmpty else { return self }
        let key = try ParameterKey(store)
        var call = self
        for (place, parameter) in parameters.enumerated() {
            guard secrets.contains(where: { $0.name == parameter.name }), let sealed = parameter.value.text else {
                continue
            }
            guard let bytes = key.open(sealed), let text = String(validating: bytes, as: UTF8.self) else {
                throw AdminAPIError.transformation(
                    parameter: parameter.name,
                    reason: "The value is not encrypted under the key that this service publishes."
                )
            }
            call.parameters[place].value = .secret(ParameterSecret(text: text))
        }
        return call
    }
}
