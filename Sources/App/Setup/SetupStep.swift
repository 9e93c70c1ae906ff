/// One thing that an installation needs, in words, as commands, and as a deed.
struct SetupStep {
    let title: String
    /// Why it is needed, in a sentence.
    let reason: String
    /// The same by hand, for a root shell.
    let commands: [String]
    /// Does it, unless it is done, and says which of the two.
    let carryOut: () throws -> String

    func explanation(asScript: Bool) -> String {
        guard asScript else { return "\(title): \(reason)" }
        return (["# \(title): \(reason)"] + commands).joined(separator: "\n") + "\n"
    }
}
