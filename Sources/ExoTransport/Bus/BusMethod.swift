/// A method of a service on a bus, which takes texts and answers one.
package struct BusMethod: Sendable {
    /// The service's name.
    package var service: String
    /// The object's path.
    package var path: String
    /// The interface.
    package var interface: String
    /// The method's name.
    package var name: String

    /// Makes a method.
    package init(service: String, path: String, interface: String, name: String) {
        self.service = service
        self.path = path
        self.interface = interface
        self.name = name
    }
}
