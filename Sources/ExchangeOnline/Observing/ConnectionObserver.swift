public import ExoTransport

/// Receives what connections do.
///
/// One observer may serve any number of connections: each event says whose it is. It is called on any thread, often several at
/// once, and a request waits until it returns. No event holds a secret.
public protocol ConnectionObserver: Sendable {
    /// Takes an event.
    func observe(_ event: ConnectionEvent)
}

extension ConnectionObserver {
    /// Who is told of requests to the sign-in service, and tells them as events whose subject is the sign-in; for an
    /// `AuthorityClient` or a `TenantResolver`.
    ///
    /// A request there is told by its method, its address without the query and its length, never by its form.
    public var ofSignIn: RequestObserver {
        RequestObserver { observe(ConnectionEvent($0, of: ConnectionEvent.Subject(isSignIn: true))) }
    }
}

/// An observer that is a function.
public struct EventHandler: ConnectionObserver {
    private let handle: @Sendable (ConnectionEvent) -> Void

    /// Makes an observer of a function.
    public init(_ handle: @escaping @Sendable (ConnectionEvent) -> Void) { self.handle = handle }

    /// Calls the function.
    public func observe(_ event: ConnectionEvent) { handle(event) }
}

/// Several observers as one; none of them for who wants to know nothing.
public struct ObserverGroup: ConnectionObserver {
    private let members: [any ConnectionObserver]

    /// Makes an observer of observers, which are told in this order.
    public init(_ members: [any ConnectionObserver] = []) { self.members = members }

    /// Tells all.
    public func observe(_ event: ConnectionEvent) { for member in members { member.observe(event) } }
}
