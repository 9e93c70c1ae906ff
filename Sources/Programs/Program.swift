import CSpawn
import Glibc

/// Another program, run to its end without a shell.
public enum Program {
    /// Runs `program` and gives it `input`, at most what a pipe holds.
    ///
    /// It inherits no file but its input, no blocked signal and nothing of the environment. One that takes longer than
    /// `timeout` is killed.
    public static func run(
        _ program: String,
        _ arguments: [String],
        input: [UInt8] = [],
        timeout: Duration
    ) throws(ProgramError) {
        precondition(input.count <= 65_536, "a Linux pipe holds 64 KB (pipe(7)); more would wait for a reader")
        let process = try start(program, [program] + arguments, standardInput: try pipe(holding: input, for: program))
        try wait(for: process, program, until: .now + timeout) {}
    }

    /// Runs `program`, which reads the file at `input`, if one is given, and writes what it has to say into a new file at
    /// `messages`; `tick` is called again and again until it ends.
    public static func run(
        _ program: String,
        _ arguments: [String],
        input: String?,
        messages: String,
        timeout: Duration,
        tick: () -> Void
    ) throws(ProgramError) {
        let file = unsafe open(input ?? "/dev/null", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw ProgramError(program, .notStarted, code: errno) }
        let process = try start(program, [program] + arguments, standardInput: file, messages: messages)
        try wait(for: process, program, until: .now + timeout, tick)
    }

    private static func wait(
        for process: pid_t,
        _ program: String,
        until deadline: ContinuousClock.Instant,
        _ tick: () -> Void
    ) throws(ProgramError) {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline else {
                kill(process, SIGKILL)
                while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
                throw ProgramError(program, .timedOut)
            }
            tick()
            usleep(2000)
        }
        guard status == 0 else { throw ProgramError(program, .failed, code: status) }
    }

    /// The reading end of a pipe that holds `input` and then ends.
    private static func pipe(holding input: [UInt8], for program: String) throws(ProgramError) -> Int32 {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw ProgramError(program, .notStarted, code: errno) }
        defer { close(ends[1]) }
        guard unsafe write(ends[1], input, input.count) == input.count else {
            let code = errno
            close(ends[0])
            throw ProgramError(program, .notStarted, code: code)
        }
        return ends[0]
    }

    /// Takes over `standardInput`.
    private static func start(
        _ program: String,
        _ arguments: [String],
        standardInput: Int32,
        messages: String = "/dev/null"
    ) throws(ProgramError) -> pid_t {
        defer { close(standardInput) }
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        var signals = sigset_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, messages, O_WRONLY | O_CREAT, 0o600)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        let code = unsafe withCStrings(arguments) { arguments in
            unsafe withCStrings(["PATH=/usr/bin:/bin", "LANG=C.UTF-8"]) { environment in
                unsafe posix_spawnp(&process, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw ProgramError(program, .notStarted, code: code) }
        return process
    }

    /// The texts as C strings, ending with the null pointer that `execve` wants.
    private static func withCStrings(
        _ texts: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var copies = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(&copies)
    }
}
