import CivilTime
import Domain
import Secrets
import Store
import Views
import Web

/// Finds the invitation that a candidate's request is for; those revoked or expired count as unknown.
struct ChoiceVisitor {
    private let request: Request
    private let work: Work
    private let keys: SessionKeys

    init(_ request: Request, _ work: Work) {
        self.request = request
        self.work = work
        keys = SessionKeys(secret: work.configuration.secret)
    }

    /// The invitation of the link's token; texts that are no token take the same way as tokens that nobody has.
    func invitation(token: String) throws -> Invitation? {
        try open(.tokenHash(keys.hash(of: token)))
    }

    /// The invitation that the browser's cookie stands for.
    func visit() throws -> ChoiceVisit? {
        guard let cookie = request.cookie(ChoiceCookie.name(work.configuration)),
            let id = keys.invitationID(inCookie: cookie).flatMap({ InvitationID($0) }),
            let invitation = try open(.id(id))
        else { return nil }
        return ChoiceVisit(invitation: invitation, cookie: cookie)
    }

    private func open(_ key: InvitationStore.Key) throws -> Invitation? {
        try InvitationStore(work.db).invitation(key).flatMap { $0.terms.isOpen(at: work.now) ? $0 : nil }
    }
}

/// An invitation in one browser.
struct ChoiceVisit {
    let invitation: Invitation
    let cookie: String

    func formKeys(_ work: Work) -> ChoicePage.FormKeys {
        let keys = SessionKeys(secret: work.configuration.secret)
        return ChoicePage.FormKeys(
            csrf: keys.formToken(forCookie: cookie),
            idempotency: keys.formKey(for: invitation.id.text, changes: invitation.terms.changes)
        )
    }

    /// Whether the form stands on a page that this browser got for this cookie.
    func isOwn(_ form: ChoiceForm, _ work: Work) -> Bool {
        constantTimeEqual(Array((form["csrf"] ?? "").utf8), Array(formKeys(work).csrf.utf8))
    }

    /// The state that the form was made for, if it is the present one; any other form has been obeyed already.
    func changes(seenBy form: ChoiceForm, _ work: Work) -> Int? {
        let keys = SessionKeys(secret: work.configuration.secret)
        let changes = invitation.terms.changes
        return keys.isFormKey(form.key, for: invitation.id.text, changes: changes) ? changes : nil
    }
}

/// The fields of a form, as browsers send them.
struct ChoiceForm {
    private let fields: [String: String]

    /// Without fields when the body is no form.
    init(_ request: Request) {
        let isForm = request.contentType == "application/x-www-form-urlencoded"
        let pairs = isForm ? PercentEncoding.pairs(request.body) ?? [] : []
        fields = Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    }

    subscript(name: String) -> String? { fields[name] }

    /// What tells a form that is sent again from another one.
    var key: String { fields["idempotency_key"] ?? "" }
}

/// The cookie that stands for an invitation in one browser.
enum ChoiceCookie {
    static func name(_ configuration: Configuration) -> String {
        PortalCookie.isSecure(configuration) ? "__Host-choose" : "choose"
    }

    static func setting(_ invitation: Invitation, _ work: Work) -> String {
        let value = SessionKeys(secret: work.configuration.secret).invitationCookie(for: invitation.id.text)
        let age = work.now.seconds(until: invitation.expiresAt)
        let secure = PortalCookie.isSecure(work.configuration) ? "; Secure" : ""
        return "\(name(work.configuration))=\(value); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax\(secure)"
    }
}
