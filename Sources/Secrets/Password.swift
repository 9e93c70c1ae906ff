import CSodium
import Glibc

/// Argon2id hashes of passwords, in the text form that names their own salt and cost.
///
/// At most four are computed at a time in one process, since each takes `memlimit` bytes; further threads wait.
public enum Password {
    private static let turns = Semaphore(count: 4)
    /// What the password of an account that does not exist is compared with.
    private static let decoy = Result { () throws(SecretsError) in try hash(RandomBytes.make(count: 16).hex) }

    /// A hash of `password` with a salt of its own (`crypto_pwhash_str`).
    public static func hash(
        _ password: String,
        opslimit: UInt64 = 2,
        memlimit: Int = 19 << 20
    ) throws(SecretsError) -> String {
        Sodium.prepare()
        turns.wait()
        defer { turns.signal() }
        let characters = Array(password.utf8CString)
        var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let code = unsafe crypto_pwhash_str(&text, characters, UInt64(characters.count - 1), opslimit, memlimit)
        guard code == 0 else { throw SecretsError(kind: .outOfMemory) }
        return String(nulTerminated: text)
    }

    /// Whether `hash` was made from `password`.
    ///
    /// Without a hash the answer is no, after as much time as with one: nobody can tell whether an account exists.
    public static func verify(_ password: String, against hash: String?) throws(SecretsError) -> Bool {
        guard let hash else {
            _ = try verify(password, against: try decoy.get())
            return false
        }
        Sodium.prepare()
        turns.wait()
        defer { turns.signal() }
        let characters = Array(password.utf8CString)
        // Only errno tells a wrong password from missing memory.
        errno = 0
        let code = unsafe crypto_pwhash_str_verify(hash, characters, UInt64(characters.count - 1))
        if code != 0, errno == ENOMEM { throw SecretsError(kind: .outOfMemory) }
        return code == 0
    }

    /// Whether `hash` was made at another cost, or is no hash at all, so that the password is worth hashing anew.
    public static func needsRehash(_ hash: String, opslimit: UInt64 = 2, memlimit: Int = 19 << 20) -> Bool {
        unsafe crypto_pwhash_str_needs_rehash(hash, opslimit, memlimit) != 0
    }
}
