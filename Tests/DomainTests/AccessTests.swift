import Domain
import Testing

/// The whole of who may do what, written out a second time as a table.
struct AccessTests {
    /// The roles that may create, update or delete, beside the administrator; everyone of the company may read.
    private struct Row {
        let resource: Access.Resource
        var read: Set<Role> = Set(Role.allCases)
        var create: Set<Role> = []
        var update: Set<Role> = []
        var delete: Set<Role> = []

        func roles(_ operation: Access.Operation) -> Set<Role> {
            switch operation {
            case .read: read
            case .create: create
            case .update: update
            case .delete: delete
            }
        }
    }

    private static let managers: Set<Role> = [.company, .hiringAgency, .recruiter]

    private static func managed(_ resource: Access.Resource) -> Row {
        Row(resource: resource, create: managers, update: managers, delete: managers)
    }

    private static func companies(_ resource: Access.Resource) -> Row {
        Row(resource: resource, create: [.company], update: [.company], delete: [.company])
    }

    private static let agencies: Set<Role> = [.company, .hiringAgency]

    private static let table: [Row] = [
        Row(resource: .company),
        Row(resource: .user, read: [], create: [.company]),
        companies(.recruiter),
        Row(resource: .agencyContact, create: agencies, update: agencies, delete: agencies),
        Row(resource: .domain),
        companies(.job),
        managed(.candidate),
        managed(.interview),
        managed(.schedule),
        Row(resource: .slot, create: [.company], update: managers, delete: managers),
        companies(.configuration),
        companies(.bookingRules),
        managed(.conflict),
        managed(.evaluation),
        managed(.recording),
        managed(.questionSet),
        managed(.message),
        Row(resource: .history),
        Row(resource: .dashboard),
        Row(resource: .administration, read: []),
    ]

    private func caller(_ role: Role, company: Int64?) -> Caller {
        Caller(id: 1, email: "a@x.co", fullName: "A", role: role, companyID: company)
    }

    @Test func `the table has every resource once`() {
        #expect(AccessTests.table.map(\.resource) == Access.Resource.allCases)
    }

    @Test(arguments: Access.Resource.allCases, Access.Operation.allCases)
    func `each role may do in its own company what the table says`(
        resource: Access.Resource,
        operation: Access.Operation
    ) throws {
        let row = try #require(AccessTests.table.first { $0.resource == resource })

        for role in Role.allCases {
            let expected: Access.Decision =
                role == .admin || row.roles(operation).contains(role) ? .allowed : .forbidden
            let decision = Access.decide(operation, resource, of: .company(7), by: caller(role, company: 7))
            #expect(decision == expected, "\(role)")
            #expect(Access.permits(operation, resource, role) == (expected == .allowed), "\(role)")
        }
    }

    @Test(arguments: Access.Resource.allCases, Access.Operation.allCases)
    func `what is another company's or nobody's is hidden from all but administrators`(
        resource: Access.Resource,
        operation: Access.Operation
    ) {
        for role in Role.allCases {
            let expected: Access.Decision = role == .admin ? .allowed : .hidden
            for owner in [Access.Owner.company(8), .nobody] {
                #expect(Access.decide(operation, resource, of: owner, by: caller(role, company: 7)) == expected)
                #expect(Access.decide(operation, resource, of: owner, by: caller(role, company: nil)) == expected)
            }
        }
    }

    @Test func `what is shared is seen by all and changed by administrators`() {
        for role in Role.allCases {
            let caller = caller(role, company: nil)
            #expect(Access.decide(.read, .domain, of: .shared, by: caller) == .allowed)
            #expect(
                Access.decide(.update, .domain, of: .shared, by: caller) == (role == .admin ? .allowed : .forbidden)
            )
        }
    }

    @Test func `lists show everything, one company, or nothing`() {
        for role in Role.allCases {
            #expect(Access.scope(of: caller(role, company: 7)) == (role == .admin ? .everything : .company(7)))
            #expect(Access.scope(of: caller(role, company: nil)) == (role == .admin ? .everything : .nothing))
        }
    }
}
