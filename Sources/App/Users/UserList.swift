import ArgumentParser
import Domain
import JSON
import Store

/// `interviews user list`.
struct UserList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List every account.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let db = try Settings(Environment.ofProcess()).connect()
        let users = try UserStore(db).list()
        if json {
            print(JSON.array(users.map(UserList.json)).text)
        } else {
            for user in users { print(UserList.line(user)) }
        }
    }

    private static func line(_ user: User) -> String {
        let fields = [user.email, user.role.rawValue, user.companyName ?? "-", user.isActive ? "active" : "disabled"]
        return fields.joined(separator: "\t")
    }

    private static func json(_ user: User) -> JSON {
        [
            "id": .int(user.id), "email": .string(user.email), "username": .string(user.username),
            "full_name": .string(user.fullName), "role": .string(user.role.rawValue),
            "company": user.companyName.map { .string($0) } ?? .null, "is_active": .bool(user.isActive),
        ]
    }
}
