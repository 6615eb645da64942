import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import EmulatorPortal
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The control API below `/_emulator`: what a test or an operator does to the emulator that no client of the service can.
///
/// A changing call must say `Content-Type: application/json`, which no form on a foreign page can send, and no call may
/// come from a foreign page at all.
struct ControlService: EmulatorService {
    private static let segment = "_emulator"

    private let parts: [any ControlPart]
    private let endpoints: EmulatorEndpoints

    init(_ entra: EntraContext, faults: FaultList, store: String?, stop: (@Sendable () -> Void)?) {
        let context = entra.emulator
        endpoints = context.endpoints
        parts = [
            ClockControl(clock: context.clock),
            SettingsControl(settings: context.settings),
            FaultControl(faults: faults, directory: context.directory),
            KeyControl(keys: entra.keys, directory: context.directory),
            UserControl(context: context),
            TenantControl(context: context),
            PartnerControl(context: context),
            FederationControl(context: context, issuer: FederationIssuer(context)),
            TokenControl(entra: entra),
            SignInControl(context: context),
            RequestControl(log: context.requestLog),
            AttemptControl(entra: entra),
            StoreControl(entra: entra, faults: faults),
            StatusControl(context: context, faults: faults, store: store, stop: stop),
        ]
    }

    var segments: [String] { [Self.segment] }

    func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        if let refusal = refusal(of: request) { return refusal }
        let call = ControlCall(request: request, path: Array(path.dropFirst()))
        do {
            for part in parts {
                if let response = try part.respond(to: call) { return response }
            }
            return .problem(404, code: "NotFound", "The control API has no such call; docs/emulator.md lists them.")
        } catch let error as EmulatorError {
            return .problem(400, code: "BadRequest", error.message)
        } catch let error as AdministrationError {
            return .problem(error.status, code: error.code, error.message)
        } catch let error as EntraError {
            return .problem(400, code: "AADSTS\(error.code)", error.text)
        } catch let error as DatabaseError where error.code == .constraint {
            return .problem(400, code: "BadRequest", "The store does not take this: \(error.message).")
        } catch {
            return .problem(500, code: "InternalError", "The emulator failed; its store may be damaged or in use.")
        }
    }

    /// Whether a request is for the control API.
    static func owns(_ request: ServerRequest) -> Bool {
        // Asked of every request: the segment begins so, or with what stands for that.
        guard let first = request.target.utf8.first(where: { $0 != UInt8(ascii: "/") }),
            first == UInt8(ascii: "_") || first == UInt8(ascii: "%")
        else { return false }
        return request.pathSegments.first?.lowercased() == segment
    }

    private func refusal(of request: ServerRequest) -> ServerResponse? {
        guard request.isFromLoopback else {
            return .problem(403, code: "Forbidden", "The control API answers this machine alone.")
        }
        let isForeign =
            request.header("Origin").map { !endpoints.isOwn(origin: $0) } ?? false
            || ["cross-site", "same-site"].contains(request.header("Sec-Fetch-Site")?.lowercased())
        guard !isForeign else {
            return .problem(403, code: "Forbidden", "The control API is not called from other pages.")
        }
        guard !["GET", "HEAD"].contains(request.method) else { return nil }
        let type = request.header("Content-Type")?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard type == "application/json" else {
            return .problem(415, code: "UnsupportedMediaType", "Send Content-Type: application/json.")
        }
        return nil
    }
}
