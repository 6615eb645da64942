/// Walks a JSON text once, checks its whole grammar (RFC 8259, without the encoding), and tells a visitor of every member.
enum RowWalker {
    /// Walks a text whose tokens were found before, where they were.
    ///
    /// - Returns: Whether line breaks stand outside its strings.
    /// - Throws: ``PageError`` `malformed`.
    @inline(__always)
    static func walk<Visitor: RowVisitor>(
        _ text: UnsafeBufferPointer<UInt8>,
        _ tokens: (blocks: UnsafePointer<TokenBlock>, row: RowTokens)?,
        _ visitor: inout Visitor
    ) throws -> Bool {
        guard let base = text.baseAddress else { throw PageError.malformed("an empty row") }
        var cursor =
            if let tokens = unsafe tokens {
                unsafe RowCursor(base: base, count: text.count, blocks: tokens.blocks, of: tokens.row)
            } else {
                unsafe RowCursor(base: base, count: text.count)
            }
        var kinds: UInt64 = 0
        var level = 0
        var delimiter = 0
        /// Where the value may begin, or what follows it.
        var from = 0
        var token = unsafe cursor.next()

        walking: while true {
            // A value stands between `from` and the token, or begins with the token.
            var isOpened = false
            switch unsafe cursor.byte(token) {
            case .quote:
                guard unsafe cursor.isBlank(from..<token) else { throw malformed }
                let close = unsafe cursor.next()
                guard close < text.count else { throw malformed }
                from = close + 1
                token = unsafe cursor.next()
            case .openBrace, .openBracket:
                guard unsafe cursor.isBlank(from..<token), level < PageSplitter.maximumDepth else { throw malformed }
                level += 1
                kinds = unsafe kinds << 1 | base[token].kind
                isOpened = true
                delimiter = token
                from = token + 1
                token = unsafe cursor.next()
            case .colon: throw malformed
            default:
                guard unsafe JSONScalar.isValid(base, from..<token) else { throw malformed }
                from = token
            }

            // What follows: the end of the text, of an object or of a list, or another member or element.
            following: while true {
                let byte = unsafe cursor.byte(token)
                let isBlank = unsafe cursor.isBlank(from..<token)
                if level == 0 {
                    guard isBlank, token == text.count, unsafe !cursor.isBroken else { throw malformed }
                    return unsafe cursor.hasLineBreaks
                }
                if kinds & 1 == 1 {
                    switch byte {
                    case .comma where isBlank && !isOpened:
                        visitor.memberEnds(at: token, level: level, isLast: false)
                        delimiter = token
                        token = unsafe cursor.next()
                    case .closeBrace where isBlank:
                        if !isOpened { visitor.memberEnds(at: token, level: level, isLast: true) }
                        level -= 1
                        kinds >>= 1
                        isOpened = false
                        from = token + 1
                        token = unsafe cursor.next()
                        continue following
                    case .quote where isBlank && isOpened: break
                    default: throw malformed
                    }
                    // A name, its colon, and a value again.
                    guard unsafe cursor.byte(token) == .quote, unsafe cursor.isBlank(delimiter + 1..<token) else {
                        throw malformed
                    }
                    let close = unsafe cursor.next()
                    guard close < text.count else { throw malformed }
                    let isAnnotation = unsafe cursor.hasAtSign(token + 1..<close)
                    let colon = unsafe cursor.next()
                    guard unsafe cursor.byte(colon) == .colon, unsafe cursor.isBlank(close + 1..<colon) else {
                        throw malformed
                    }
                    visitor.memberBegins(
                        name: token + 1..<close,
                        delimiter: delimiter,
                        colon: colon,
                        level: level,
                        isAnnotation: isAnnotation
                    )
                    from = colon + 1
                    token = unsafe cursor.next()
                    continue walking
                }
                switch byte {
                case .comma where isBlank && !isOpened:
                    from = token + 1
                    token = unsafe cursor.next()
                    continue walking
                case .closeBracket where isBlank:
                    level -= 1
                    kinds >>= 1
                    isOpened = false
                    from = token + 1
                    token = unsafe cursor.next()
                case _ where isOpened: continue walking
                default: throw malformed
                }
            }
        }
    }

    private static var malformed: PageError { .malformed("a row is not valid JSON") }
}
