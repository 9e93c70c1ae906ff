/// The keys of an invitation to choose a time, made from the server's secret and the invitation's id like a session's.
extension SessionKeys {
    /// The token in the invitation's link: an HMAC of the id, so that the server alone can make it.
    public func invitationToken(for invitationID: String) -> String {
        tag(of: invitationID, for: "invitation-token").base64URL
    }

    /// A cookie for one browser, in the form of a session's.
    public func invitationCookie(for invitationID: String, nonce: [UInt8] = RandomBytes.make(count: 16)) -> String {
        signed(invitationID, nonce: nonce, for: "invitation-cookie")
    }

    /// The invitation's id in a cookie that this server signed; `nil` for any other text.
    public func invitationID(inCookie cookie: String) -> String? {
        id(in: cookie, signedFor: "invitation-cookie")
    }

    /// What a form proves with that it stands on a page which this browser got from us.
    public func formToken(forCookie cookie: String) -> String { tag(of: cookie, for: "invitation-form").hex }

    /// A form's idempotency key, another for each page; it proves which state of the invitation the page was made for.
    public func formKey(
        for invitationID: String,
        changes: Int,
        nonce: [UInt8] = RandomBytes.make(count: 16)
    ) -> String {
        formKey(for: invitationID, changes: changes, nonce: nonce.hex)
    }

    private func formKey(for invitationID: String, changes: Int, nonce: String) -> String {
        "\(nonce).\(tag(of: "\(invitationID).\(changes).\(nonce)", for: "invitation-form-key").hex)"
    }

    /// Whether the key is of a page for that state of the invitation.
    public func isFormKey(_ key: String, for invitationID: String, changes: Int) -> Bool {
        let nonce = String(key.prefix { $0 != "." })
        let expected = formKey(for: invitationID, changes: changes, nonce: nonce)
        return constantTimeEqual(Array(key.utf8), Array(expected.utf8))
    }
}
