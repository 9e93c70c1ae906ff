import CivilTime
import MariaDB
import Secrets
import Store
import Web

/// How often one may try a password or make an account, by account and by address; kept in the database so that all
/// workers count together.
struct LoginLimit {
    private let attempts: LoginAttemptStore
    private let account: LoginAttemptStore.Subject
    private let address: LoginAttemptStore.Subject
    private let now: Instant

    /// `account` is the account's id; `typed` is what was typed, and counts where there is no such account.
    init(_ work: Work, account: Int64? = nil, typed: String = "", request: Request) {
        let configuration = work.configuration
        // Without the key, a stolen table would tell which addresses and accounts were tried.
        let key = configuration.secret.derive(context: "login-attempt")
        attempts = LoginAttemptStore(work.db, windowSeconds: configuration.loginWindowSeconds)
        self.account = LoginAttemptStore.Subject(
            hash: HMAC.authenticate(
                Array((account.map { "account \($0)" } ?? "nobody " + typed.lowercased()).utf8),
                key: key
            ),
            limit: configuration.loginFailuresPerAccount
        )
        address = LoginAttemptStore.Subject(
            hash: HMAC.authenticate(Array(("address " + request.remoteAddress).utf8), key: key),
            limit: configuration.loginFailuresPerAddress
        )
        now = work.now
    }

    /// Counts an attempt of the account and the address, or throws 429.
    ///
    /// What an address tries that has tried too often already counts against no account.
    func charge() throws { try charge([address, account]) }

    /// Counts an attempt of the address alone, or throws 429.
    func chargeAddress() throws { try charge([address]) }

    func succeeded() throws { try attempts.succeeded(account: account, address: address) }

    private func charge(_ subjects: [LoginAttemptStore.Subject]) throws {
        guard let wait = try attempts.charge(subjects, at: now) else { return }
        var error = HTTPError(.tooManyRequests, "Too many attempts. Try again in \(wait) seconds.")
        error.headers["Retry-After"] = String(wait)
        throw error
    }
}
