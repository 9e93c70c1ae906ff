/// Says how far a long work is: each second, and at the end.
final class Progress {
    private let what: String
    private let isQuiet: Bool
    private var files = 0
    private var bytes = 0
    private var next = ContinuousClock.now + .seconds(1)

    init(_ what: String, isQuiet: Bool) {
        self.what = what
        self.isQuiet = isQuiet
    }

    func add(files: Int, bytes: Int) {
        self.files += files
        self.bytes += bytes
        tick(files: self.files, bytes: self.bytes)
    }

    /// Shows another state, such as the size of a file that grows.
    func tick(files: Int, bytes: Int) {
        guard !isQuiet, ContinuousClock.now >= next else { return }
        next = .now + .seconds(1)
        say("\(what): \(Progress.text(files, bytes))")
    }

    /// Says what it came to.
    func end() {
        guard !isQuiet else { return }
        say("\(what): \(Progress.text(files, bytes)), done")
    }

    func say(_ line: String) {
        guard !isQuiet else { return }
        print(line)
    }

    private static func text(_ files: Int, _ bytes: Int) -> String {
        let size = size(bytes)
        return files == 1 ? size : "\(files) files, \(size)"
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 10_000 { return "\(bytes) bytes" }
        if bytes < 10_000_000 { return "\(bytes / 1000) KB" }
        return bytes < 10_000_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000_000_000) GB"
    }
}
