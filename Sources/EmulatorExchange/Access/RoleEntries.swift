import EmulatorCore
import ExoJSON

/// The entries that a role of an administrator's keeps: cmdlets, each with its parameters or null for all.
enum RoleEntries {
    static func read(_ role: ExchangeObject) -> [String: AccessRole.Parameters] {
        (role.properties[AccessKey.entries]?.objectValue?.members ?? []).reduce(into: [:]) { entries, member in
            entries[member.name] =
                member.value.arrayValue.map { .only($0.compactMap(\.stringValue)) } ?? .all
        }
    }

    static func write(_ entries: [String: AccessRole.Parameters], to role: inout ExchangeObject) {
        let members = entries.sorted { $0.key < $1.key }.map { cmdlet, parameters -> JSONObject.Member in
            switch parameters {
            case .all: .init(name: cmdlet, value: .null)
            case .only(let names): .init(name: cmdlet, value: .array(names.map { .string($0) }))
            }
        }
        role.properties[AccessKey.entries] = .object(JSONObject(members))
    }
}
