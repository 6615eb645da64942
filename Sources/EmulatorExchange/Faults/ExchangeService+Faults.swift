package import EmulatorCore
import ExoJSON
package import HTTPServer

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The forms of what goes wrong at the service's doors, for who makes it go wrong on purpose.
extension ExchangeService {
    /// The fields that every reply has, whoever asked.
    package func commonHeaders(for request: ServerRequest) -> [ServerRequest.Field] {
        headers.fields(for: made(request), caller: nil, now: context.clock.now)
    }

    /// The refusal of a page whose time is over.
    package func pageRefusal(for request: ServerRequest) -> ServerResponse {
        var reply = failed(.invalidPage(), made(request))
        reply.headers += commonHeaders(for: request)
        return reply
    }

    /// The refusal of a token.
    package func refusal(of refusal: TokenRefusal, to request: ServerRequest) -> ServerResponse {
        var reply = refused(refusal, made(request))
        reply.headers += commonHeaders(for: request)
        return reply
    }

    /// The refusal of a body that the server does not read: a guess, in the words of the platform that the service runs on.
    package func lengthRefusal(for request: ServerRequest) -> ServerResponse {
        let error = AdminAPIError(
            status: 413,
            code: "RequestEntityTooLarge",
            stage: .request,
            exceptionType: "System.Web.HttpException",
            message: "Maximum request length exceeded."
        )
        var reply = failed(error, made(request), isOfEntities: Self.cmdlet(ofEntities: request) != nil)
        reply.headers += commonHeaders(for: request)
        return reply
    }

    /// The way to the region to which an organization moved: to a server that knows nothing of its listings.
    package func movedReply(for request: ServerRequest) -> ServerResponse {
        let server = Affinity.server(anchor: "moved " + Affinity.server(of: made(request)))
        return ServerResponse(
            status: 302,
            headers: commonHeaders(for: request) + [
                .init("Location", context.endpoints.regionalRedirectBase + request.target),
                .init("Set-Cookie", "\(Affinity.cookieName)=\(server); path=/; secure; HttpOnly"),
            ]
        )
    }

    /// The cmdlet that an address of entities stands for; nil where it leads to none.
    package static func cmdlet(ofEntities request: ServerRequest) -> String? {
        let exchange = ExchangeRequest(request: request, path: request.pathSegments)
        guard case .entities(let entities)? = try? AdminRoute(exchange) else { return nil }
        return entities.cmdlet(EntityOptions(request))
    }

    private func made(_ request: ServerRequest) -> ExchangeRequest {
        ExchangeRequest(request: request, path: request.pathSegments)
    }

    /// The fields that count the calls of a tenant down.
    package static func rateLimit(_ calls: Int, left: Int, until end: Date) -> [ServerRequest.Field] {
        [
            .init("Rate-Limit-Limit", String(calls)), .init("Rate-Limit-Remaining", String(left)),
            .init("Rate-Limit-Reset", ReplyHeaders.reset(second: Int64(end.timeIntervalSince1970))),
        ]
    }

    /// How the service begins when a tenant has too many calls under way; what follows is a guess.
    package static let concurrencyText =
        "You have reached the maximum number of concurrent requests per tenant. Please wait and try again."

    /// The warning of a wait that the service put in, as PowerShell sessions printed it.
    package static func microDelayed(_ duration: Duration) -> String {
        let milliseconds = Int64(duration / .milliseconds(1))
        return "Micro delay applied. Actual delayed: \(milliseconds) msecs, Enforced: True, Capped delay: "
            + "\(milliseconds) msecs, Required: False, Additional info: .;"
    }

    /// Adds a warning to the reply of a cmdlet, or to one of entities; other replies have no place for it.
    package static func addWarning(_ text: String, to reply: inout ServerResponse, of request: ServerRequest) {
        guard reply.status == 200 else { return }
        if cmdlet(ofEntities: request) != nil { return WarningField.add(text, to: &reply) }
        guard let body = try? JSONValue(parsing: reply.body).objectValue,
            let warnings = body["@adminapi.warnings"]?.arrayValue
        else { return }
        var changed = body
        changed["@adminapi.warnings"] = .array(warnings + [.string(text)])
        reply.body = JSONValue.object(changed).serialized()
    }
}
