import CmdletCatalogue
import ExoJSON
import HTTPServer

/// The service document: which sets of entities there are.
enum ServiceDocument {
    /// The document.
    ///
    /// - Parameter root: The address of the tenant's service.
    /// - Returns: The reply.
    static func response(root: String) -> ServerResponse {
        let sets = CmdletCatalogue.entitySets.map { ($0.name, "EntitySet") }
        let functions = CmdletCatalogue.edmImports.filter { $0.value.text == "FunctionImport" }.map {
            ($0.name, "FunctionImport")
        }
        let entries: [JSONValue] = (sets + functions).map { name, kind in
            ["name": .string(name), "kind": .string(kind), "url": .string(name)]
        }
        let body: JSONValue = ["@odata.context": .string("\(root)/$metadata"), "value": .array(entries)]
        return ServerResponse(
            status: 200,
            headers: [.init("Content-Type", InvokeCommand.contentType)],
            body: body.serialized()
        )
    }
}
