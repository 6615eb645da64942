import EmulatorCore
import EmulatorPortal
import ExoJSON

extension PortalFaults {
    /// The faults of an emulator.
    init(_ faults: FaultList, directory: Directory) {
        self.init(
            kinds: FaultName.allCases.map { Kind(name: $0.rawValue, meaning: $0.meaning, members: $0.members) },
            services: FaultService.allCases.map(\.rawValue),
            list: { faults.json },
            set: { object in
                do { _ = try faults.add(try Fault(object, directory: directory)) } catch let error as EmulatorError {
                    throw PortalFaultProblem(error.message)
                }
            },
            clear: { id in
                if let id { _ = faults.remove(id) } else { faults.removeAll() }
            }
        )
    }
}
