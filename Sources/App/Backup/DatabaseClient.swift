import FoundationEssentials
import MariaDB
import Programs
import Storage

/// MariaDB's own programs, run against the database of the settings.
///
/// The password, if there is one, reaches them in a file that only this user can read, and that goes afterwards.
struct DatabaseClient {
    /// A day: what a large installation may take.
    private static let timeout = Duration.seconds(86_400)

    let options: Connection.Options
    /// A folder for what they have to say.
    let folder: String

    private var name: String { options.database ?? "interviews" }

    /// Writes the tables into a new file, as one moment shows them, and of `schema_migration` nothing or nothing else.
    func dump(schemaOnly: Bool, to file: String, tick: () -> Void) throws {
        var arguments = ["--single-transaction", "--quick", "--no-tablespaces", "--skip-comments", "--hex-blob"]
        arguments += ["--default-character-set=utf8mb4", "--result-file=\(file)"]
        if !schemaOnly { arguments.append("--ignore-table=\(name).schema_migration") }
        arguments.append(name)
        if schemaOnly { arguments.append("schema_migration") }
        try run("mariadb-dump", arguments, input: nil, tick: tick)
        try Files.sync(file)
    }

    /// Carries out the statements of the file; the first that fails ends it.
    func load(_ file: String, tick: () -> Void) throws {
        let arguments = ["--batch", "--default-character-set=utf8mb4", "--max-allowed-packet=1G", "--database=\(name)"]
        try run("mariadb", arguments, input: file, tick: tick)
    }

    private func run(_ program: String, _ arguments: [String], input: String?, tick: () -> Void) throws {
        let (secret, messages) = ("\(folder)/.client.cnf", "\(folder)/.messages")
        try Files.remove(secret)
        try Files.remove(messages)
        defer {
            // They hold nothing that is needed, and are left out of backups.
            try? Files.remove(secret)
            try? Files.remove(messages)
        }
        let password = options.password.map { "password=\"\(DatabaseClient.escaped($0))\"\n" } ?? ""
        try Files.write(Array("[client]\n\(password)".utf8), toNew: secret, permissions: 0o600)
        let connection = ["--defaults-file=\(secret)", "--socket=\(options.socket)", "--user=\(options.user)"]
        do {
            try Program.run(
                program,
                connection + arguments,
                input: input,
                messages: messages,
                timeout: DatabaseClient.timeout,
                tick: tick
            )
        } catch {
            let said = String(decoding: (try? Files.read(messages)) ?? [], as: UTF8.self)
            let lines = said.split(separator: "\n").suffix(3).joined(separator: " ")
            throw Refusal(lines.isEmpty ? "\(error)." : "\(error): \(lines)")
        }
    }

    /// As an option file has it (MariaDB, "Configuring MariaDB with Option Files").
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
