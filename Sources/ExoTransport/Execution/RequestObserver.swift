/// Who is told of requests as they are made.
///
/// What is told holds addresses, lengths and times, and is meant for whoever makes such an observer: `ExchangeOnline` makes one of an
/// observer of its events.
public struct RequestObserver: Sendable {
    package let observe: @Sendable (ExecutionEvent) -> Void

    /// Makes an observer of a function.
    package init(_ observe: @escaping @Sendable (ExecutionEvent) -> Void) { self.observe = observe }

    /// Nobody.
    public static let none = RequestObserver { _ in }
}
