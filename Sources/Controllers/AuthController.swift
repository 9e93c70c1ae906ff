import CivilTime
import Domain
import JSON
import Secrets
import Store
import Views
import Web

/// Accounts: login, logout, registration, one's own profile.
struct AuthController {
    var routes: [Route<Work>] {
        [
            .post("/api/auth/login/", login),
            .post("/api/auth/logout/", logout),
            .post("/api/auth/register/", register),
            .get("/api/auth/profile/", profile),
            .patch("/api/auth/profile/", updateProfile),
            .get("/api/auth/admins/", admins),
        ]
    }

    /// The answer and its time are the same for a wrong password, an unknown account and a disabled one.
    private func login(_ request: Request, _ work: Work) throws -> Response {
        let input = try LoginInput(json: request.object())
        let account = try UserStore(work.db).find(login: input.login)
        let limit = LoginLimit(work, account: account?.user.id, typed: input.login, request: request)
        try limit.charge()
        let isRight = try Password.verify(input.password, against: account?.passwordHash)
        guard isRight, let user = account?.user, user.isActive else {
            throw FieldErrors(FieldErrors.general, "Invalid email/username or password.")
        }
        try limit.succeeded()
        return .json(UserJSON.session(user, token: try newToken(of: user, work)))
    }

    private func logout(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request)
        if let hash = work.tokenHash(request) { try TokenStore(work.db).remove(hash) }
        return .json(["message": "Successfully logged out"])
    }

    private func register(_ request: Request, _ work: Work) throws -> Response {
        let caller = request.headers["Authorization"] == nil ? nil : try work.caller(request)
        if caller == nil {
            guard work.configuration.registrationIsOpen else { throw closed }
            try LoginLimit(work, request: request).chargeAddress()
        }
        let input = try RegistrationInput(json: request.object())
        let company = try company(of: input, by: caller, work)
        let new = NewUser(
            username: input.username,
            email: input.email,
            fullName: input.fullName,
            role: input.role,
            passwordHash: try Password.hash(input.password),
            company: company
        )
        let user = try UserStore(work.db).create(new, at: work.now).user()
        return .json(UserJSON.session(user, token: try newToken(of: user, work)), status: .created)
    }

    private func profile(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        guard let user = try UserStore(work.db).find(caller.id) else { throw HTTPError.invalidToken }
        return ETag.response(UserJSON.profile(user), request)
    }

    private func updateProfile(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let input = try ProfileInput(json: request.object())
        let users = UserStore(work.db)
        try work.changing(request, .user(caller.id), shown: { try users.find(caller.id).map(UserJSON.profile) }) {
            try users.update(caller.id, fullName: input.fullName.value, companyName: input.companyName.value)
        }
        guard let user = try users.find(caller.id) else { throw HTTPError.invalidToken }
        return ETag.written(UserJSON.profile(user))
    }

    private func admins(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request, may: .read, .user)
        return .json(["admins": .array(try UserStore(work.db).list(.admin).map(UserJSON.profile))])
    }

    private var closed: HTTPError {
        HTTPError(.forbidden, "Registration is closed. Ask your administrator for an account.")
    }

    private func company(of input: RegistrationInput, by caller: Caller?, _ work: Work) throws -> NewUser.Company {
        let name = input.companyName
        switch Registration.decide(input.role, by: caller, isOpen: work.configuration.registrationIsOpen) {
        case .intoNamedCompany: return name.isEmpty ? .none : .named(name)
        case .intoNewCompany: return name.isEmpty ? .none : .new(name)
        case .into(let company): return .existing(company)
        case .forbidden: throw HTTPError.forbidden
        case .closed: throw closed
        }
    }

    private func newToken(of user: User, _ work: Work) throws -> String {
        let token = RandomBytes.make(count: 20).hex
        let end = work.now.adding(seconds: Int64(work.configuration.tokenLifetimeDays) * 86_400)
        try TokenStore(work.db).add(SHA256.hash(Array(token.utf8)), user: user.id, at: work.now, until: end)
        return token
    }
}

extension UserStore.Creation {
    /// The user, or the 400 that says why there is none.
    func user() throws(HTTPError) -> User {
        switch self {
        case .created(let user): return user
        case .emailTaken: throw FieldErrors("email", "user with this email already exists.").error
        case .usernameTaken: throw FieldErrors("username", "A user with that username already exists.").error
        case .companyTaken:
            throw FieldErrors("company_name", "This company is registered already. Ask it for an account.").error
        case .noSuchCompany: throw FieldErrors("company", "The company does not exist.").error
        }
    }
}
