// One import is enough for all that a caller of this library touches: tokens and clouds, the transport, JSON values. Members of
// a type are visible only where the module that declares them is imported, so a type alias would not do.
@_exported public import EntraTokens
@_exported public import ExoJSON
@_exported public import ExoTransport
