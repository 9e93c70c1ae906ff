import Controllers
import Domain
import JSON
import Testing
import Web

/// Every role against every path of the API, with what is its company's, what is another's, and without a token.
struct AccessMatrixTests {
    private struct Endpoint {
        let method: Request.Method
        let pattern: String
        let row: EndpointTable.Row

        func path(_ ids: TwoCompanies.Ids) -> String {
            guard let object = row.object, let id = ids[object] else { return pattern }
            return pattern.split(separator: "/", omittingEmptySubsequences: false)
                .map { $0 == ":id" ? id : String($0) }.joined(separator: "/")
        }
    }

    private let endpoints: [Endpoint]
    private let world: TwoCompanies

    init() throws {
        endpoints = Application.routes.compactMap { route in
            EndpointTable.rows[route.pattern].map { Endpoint(method: route.method, pattern: route.pattern, row: $0) }
        }
        world = try TwoCompanies()
    }

    @Test func `the table knows every path of the API`() {
        let served = Set(Application.routes.map(\.pattern).filter { $0.hasPrefix("/api/") })

        #expect(served == Set(EndpointTable.rows.keys).union(EndpointTable.others))
    }

    @Test func `whether another company's interview is booked is not told`() throws {
        let recruiter = try #require(world.users.first { $0.role == .recruiter })
        func told(_ interview: String?) throws -> Int? {
            let body: JSON = ["interview": JSON(interview), "slot": JSON(world.own[.slot])]
            return try world.app.send("POST", "/api/interviews/schedules/", body, as: recruiter).json["interview"]?
                .array?.count
        }

        #expect(try told(world.own[.interview]) == 1)
        #expect(try told(world.foreign[.interview]) == 1)
        #expect(try told("00000000-0000-7000-8000-000000000000") == 1)
    }

    @Test func `each role may do with what is its company's what the rules say`() throws {
        for endpoint in endpoints {
            let operation = endpoint.row.operation(endpoint.method)
            for user in world.users {
                let status = try world.ask(endpoint.method, endpoint.path(world.own), as: user).status
                let name = "\(user.role) \(endpoint.method) \(endpoint.pattern): \(status)"
                if Access.permits(operation, endpoint.row.resource, user.role) {
                    let isAbsent = status == .notFound && !endpoint.row.mayLack
                    #expect(
                        status != .forbidden && status != .unauthorized && !isAbsent && status.rawValue < 500,
                        "\(name)"
                    )
                } else {
                    #expect(status == .forbidden, "\(name)")
                }
            }
        }
    }

    @Test func `what is another company's is there for administrators only`() throws {
        for endpoint in endpoints {
            guard let object = endpoint.row.object, !object.isShared else { continue }
            for user in world.users {
                let response = try world.ask(endpoint.method, endpoint.path(world.foreign), as: user)
                let name = "\(user.role) \(endpoint.method) \(endpoint.pattern): \(response.status)"
                if user.role == .admin {
                    #expect(response.status != .forbidden, "\(name)")
                } else {
                    #expect(response.status == .notFound, "\(name)")
                }
            }
        }
    }

    @Test func `nobody gets anything without a token`() throws {
        for endpoint in endpoints {
            let status = try world.ask(endpoint.method, endpoint.path(world.own), as: nil).status
            #expect(status == .unauthorized, "\(endpoint.method) \(endpoint.pattern): \(status)")
        }
    }
}
