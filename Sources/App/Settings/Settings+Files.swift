import FoundationEssentials
import Secrets
import Store

extension Settings {
    /// The key that tokens and links are derived from.
    func secret() throws -> ServerSecret {
        guard let secretKeyFile else {
            throw Refusal(
                """
                SECRET_KEY_FILE is not set. Make a key once, with: head -c 64 /dev/urandom > FILE; chmod 600 FILE; and \
                set SECRET_KEY_FILE to its path.
                """
            )
        }
        guard let bytes = FileManager.default.contents(atPath: secretKeyFile) else {
            throw Refusal("The secret key \(secretKeyFile) (SECRET_KEY_FILE) cannot be read by this user.")
        }
        do {
            return try ServerSecret(Array(bytes))
        } catch {
            throw Refusal(
                """
                The secret key \(secretKeyFile) (SECRET_KEY_FILE) has \(bytes.count) bytes; it needs \
                \(ServerSecret.minimumLength) random bytes or more.
                """
            )
        }
    }

    /// The numbered files of the migrations folder.
    func migrations() throws -> [Migration] {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: migrationsFolder) else {
            throw Refusal("The migrations folder \(migrationsFolder) (MIGRATIONS_DIR) cannot be read.")
        }
        let migrations = try names.sorted().filter { $0.hasSuffix(".sql") }.map { name in
            guard let bytes = manager.contents(atPath: migrationsFolder + "/" + name),
                let script = String(validating: bytes, as: UTF8.self)
            else { throw Refusal("The migration \(name) cannot be read as UTF-8.") }
            guard let migration = Migration(fileName: name, script: script) else {
                throw Refusal("The migration \(name) must be named like 0001_name.sql.")
            }
            return migration
        }
        guard !migrations.isEmpty else {
            throw Refusal("The migrations folder \(migrationsFolder) (MIGRATIONS_DIR) has no migration.")
        }
        return migrations
    }
}
