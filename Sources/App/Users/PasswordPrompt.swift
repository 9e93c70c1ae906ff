import Domain
import Glibc
import Secrets

/// Asks for a new password.
enum PasswordPrompt {
    /// The hash of a password that may be used for the account of these names.
    static func hash(for names: [String]) throws -> String {
        let password = isatty(STDIN_FILENO) == 1 ? try askTwice() : readLine(strippingNewline: true)
        guard let password, !password.isEmpty else {
            throw Refusal("No password was given. Type it, or write it to standard input as one line.")
        }
        guard !password.unicodeScalars.contains("\u{FFFD}") else {
            throw Refusal("The password is no UTF-8: it would be kept as another one.")
        }
        if let complaint = PasswordRule.complaint(about: password, names: names) { throw Refusal(complaint) }
        return try Password.hash(password)
    }

    private static func askTwice() throws -> String? {
        let password = ask("New password: ")
        guard password == ask("Once more: ") else { throw Refusal("The two passwords differ. Nothing was changed.") }
        return password
    }

    /// One line from the terminal with the echo off; `getpass` restores it however the reading ends.
    private static func ask(_ prompt: String) -> String? {
        unsafe getpass(prompt).map { unsafe String(cString: $0) }
    }
}
