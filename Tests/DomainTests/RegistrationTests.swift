import Domain
import Testing

struct RegistrationTests {
    private func caller(_ role: Role, company: Int64? = 7) -> Caller {
        Caller(id: 1, email: "a@x.co", fullName: "A", role: role, companyID: company)
    }

    @Test(arguments: Role.allCases)
    func `an administrator makes every role`(role: Role) {
        for isOpen in [true, false] {
            #expect(Registration.decide(role, by: caller(.admin), isOpen: isOpen) == .intoNamedCompany)
        }
    }

    @Test(arguments: Role.allCases)
    func `a company makes recruiters of its own`(role: Role) {
        let decision = Registration.decide(role, by: caller(.company), isOpen: false)

        #expect(decision == (role == .recruiter ? .into(company: 7) : .forbidden))
        #expect(Registration.decide(role, by: caller(.company, company: nil), isOpen: false) == .forbidden)
    }

    @Test(arguments: Role.allCases)
    func `anyone else registers only while registration is open, and never as administrator`(role: Role) {
        let open: Registration.Decision = role == .admin ? .forbidden : .intoNewCompany

        #expect(Registration.decide(role, by: nil, isOpen: true) == open)
        #expect(Registration.decide(role, by: nil, isOpen: false) == .closed)
        #expect(Registration.decide(role, by: caller(.hr), isOpen: true) == open)
        #expect(Registration.decide(role, by: caller(.hr), isOpen: false) == .forbidden)
    }
}
