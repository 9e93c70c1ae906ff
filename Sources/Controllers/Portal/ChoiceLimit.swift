import CivilTime
import Domain
import Secrets
import Store

/// How often a candidate may send the forms of choosing; kept in the database so that all workers count together.
///
/// By candidate, whatever the address: nginx counts by address before.
struct ChoiceLimit {
    private let attempts: LoginAttemptStore
    private let candidate: LoginAttemptStore.Subject
    private let now: Instant

    init(_ invitation: Invitation, _ work: Work) {
        let configuration = work.configuration
        attempts = LoginAttemptStore(work.db, windowSeconds: configuration.loginWindowSeconds)
        candidate = LoginAttemptStore.Subject(
            hash: HMAC.authenticate(
                Array("candidate \(invitation.candidateID)".utf8),
                key: configuration.secret.derive(context: "choice-attempt")
            ),
            limit: configuration.choicesPerCandidate
        )
        now = work.now
    }

    /// Counts a form; the seconds to wait if there have been too many.
    func charge() throws -> Int64? { try attempts.charge([candidate], at: now) }
}
