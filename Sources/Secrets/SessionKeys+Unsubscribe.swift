/// The key in the link that ends a user's mail, so that nobody ends another's.
extension SessionKeys {
    public func unsubscribeToken(forUser id: Int64) -> String { tag(of: String(id), for: "unsubscribe").base64URL }

    public func isUnsubscribeToken(_ token: String, forUser id: Int64) -> Bool {
        let expected = Array(unsubscribeToken(forUser: id).utf8)
        return expected.count == token.utf8.count && zip(expected, token.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
