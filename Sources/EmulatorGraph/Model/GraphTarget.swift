/// Where a path leads by the published model.
struct GraphTarget: Sendable {
    /// How many segments a path may have: what answers goes from one object to the next.
    private static let limit = 32

    /// What stands behind a path so far.
    private enum Place {
        case objects(GraphType, areRelated: Bool)
        case object(GraphType, isRelated: Bool)
        case value(GraphMember)
        case operation(GraphMember)
        case references, reference, count, text
        /// Behind something of which the model has the name alone: the emulator lacks it.
        case undescribed
    }

    /// The path, with what each of its segments is.
    private(set) var path: GraphPath
    private var place: Place
    private var model: GraphModel { .published }

    /// Looks a path up.
    ///
    /// - Throws: ``GraphError`` 400 that names a segment that the service does not have there.
    init(_ path: GraphPath) throws {
        guard path.rest.count <= Self.limit else { throw GraphError.badRequest("The path has too many segments.") }
        self.path = path
        place = .object(GraphModel.published.root, isRelated: false)
        for index in path.rest.indices { try step(index) }
    }

    /// The type of what it leads to; `nil` where that is no object.
    var type: GraphType? {
        switch place {
        case .objects(let type, _), .object(let type, _): type.kind == .container ? nil : type
        case .operation(let member): model.type(member.type).flatMap { $0.kind == .entity ? $0 : nil }
        case .count, .references: counted
        default: nil
        }
    }

    /// The type of the objects that are counted, or of which the addresses are listed.
    private var counted: GraphType?

    /// What a request for it is answered with; `nil` where the emulator has no answer, whatever is asked.
    func answer(to method: String) -> GraphAnswer? {
        switch (method, place) {
        case (_, .undescribed), ("GET", .operation): nil
        case ("GET", .objects): .list
        case ("GET", .object(let type, _)): type.kind == .container ? nil : .object
        case ("GET", .references): .references
        case ("GET", .count): counted == nil ? .plain : .count
        case ("POST", .objects), ("POST", .operation): type == nil ? .plain : .made
        default: .plain
        }
    }

    private mutating func step(_ index: Int) throws {
        let segment = path.rest[index]
        switch place {
        case .undescribed: break
        case .object(let type, let isRelated): try behind(type, isRelated: isRelated, index)
        case .objects(let type, let areRelated): try behindMany(type, areRelated: areRelated, index)
        case .value(let member): try behind(member, index)
        case .operation, .references, .reference, .count, .text: throw GraphError.noResource(segment.text)
        }
    }

    private mutating func behind(_ type: GraphType, isRelated: Bool, _ index: Int) throws {
        let segment = path.rest[index]
        if segment.name.lowercased() == "$ref", isRelated {
            option(index, .reference)
            return
        }
        if let cast = cast(segment, type) {
            path.rest[index].role = .cast(cast.name)
            place = .object(cast.isKind(of: type.name) ? cast : type, isRelated: isRelated)
            return
        }
        guard let member = type.member(segment.qualified?.name ?? segment.name),
            segment.qualified == nil || member.kind == .operation
        else { throw GraphError.noResource(segment.text) }
        path.rest[index].name = member.name
        switch member.kind {
        case .property:
            path.rest[index].role = .property
            place = .value(member)
        case .operation:
            path.rest[index].role = .operation
            place = .operation(member)
        case .navigation:
            path.rest[index].role = .navigation
            let isRelated = type.kind == .entity
            if let target = model.type(member.type), target.isDescribed {
                let isMany = member.isCollection && segment.key == nil
                place = isMany ? .objects(target, areRelated: isRelated) : .object(target, isRelated: isRelated)
            } else {
                place = .undescribed
            }
        }
    }

    private mutating func behindMany(_ type: GraphType, areRelated: Bool, _ index: Int) throws {
        let segment = path.rest[index]
        if segment.name.hasPrefix("$") {
            counted = type
            switch segment.name.lowercased() {
            case "$count": option(index, .count)
            case "$ref" where areRelated: option(index, .references)
            default: throw GraphError.noResource(segment.text)
            }
            return
        }
        if let cast = cast(segment, type) {
            path.rest[index].role = .cast(cast.name)
            let narrowed = cast.isKind(of: type.name) ? cast : type
            place =
                segment.key == nil
                ? .objects(narrowed, areRelated: areRelated) : .object(narrowed, isRelated: areRelated)
            return
        }
        if let member = type.operationOfCollections(segment.qualified?.name ?? segment.name) {
            path.rest[index].role = .operation
            path.rest[index].name = member.name
            place = .operation(member)
            return
        }
        guard segment.qualified?.isWhole != true, !segment.text.hasSuffix("()") else {
            throw GraphError.noResource(segment.text)
        }
        path.rest[index].role = .key
        place = .object(type, isRelated: areRelated)
    }

    private mutating func behind(_ member: GraphMember, _ index: Int) throws {
        let segment = path.rest[index]
        switch segment.name.lowercased() {
        case "$value" where member.primitive != nil && !member.isCollection: option(index, .text)
        case "$count" where member.isCollection: option(index, .count)
        default:
            guard !member.isCollection, let type = model.type(member.type),
                let inner = type.property(segment.name)
            else { throw GraphError.noResource(segment.text) }
            path.rest[index].role = .property
            path.rest[index].name = inner.name
            place = .value(inner)
        }
    }

    private mutating func option(_ index: Int, _ place: Place) {
        path.rest[index].role = .option
        self.place = place
    }

    /// The type that a segment casts to, if objects of the type before it can be of it.
    private func cast(_ segment: GraphPath.Segment, _ type: GraphType) -> GraphType? {
        guard let name = segment.qualified?.name, let cast = model.type(name), cast.kind == .entity else { return nil }
        return cast.isKind(of: type.name) || type.isKind(of: cast.name) ? cast : nil
    }
}
