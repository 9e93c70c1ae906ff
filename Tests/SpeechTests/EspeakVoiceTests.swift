import Glibc
import Programs
import Speech
import Storage
import Testing

/// A folder that goes when the test ends.
private final class Folder {
    let path: String

    init() {
        var name = Array("/tmp/speech-XXXXXX".utf8CString)
        path = unsafe String(cString: mkdtemp(&name))
    }

    deinit { _ = unsafe system("rm -rf \(path)") }
}

struct EspeakVoiceTests {
    private let place = Folder()

    private var folder: String { place.path }

    @Test func `a text becomes a sound file, once`() throws {
        let voice = EspeakVoice(folder: folder)

        let name = try voice.file(saying: "What do you do first?", language: "en-IN")

        let bytes = try Files.read("\(folder)/\(name)")
        #expect(bytes.starts(with: Array("RIFF".utf8)))
        #expect(bytes.count > 10_000)
        let again = EspeakVoice(folder: folder, program: "/nonexistent")
        #expect(try again.file(saying: "What do you do first?", language: "en-IN") == name)
    }

    @Test func `other words and other voices are other files`() throws {
        let voice = EspeakVoice(folder: folder)
        let names = [
            try voice.file(saying: "One", language: "en-IN"), try voice.file(saying: "Two", language: "en-IN"),
            try voice.file(saying: "One", language: "en-US"), try voice.file(saying: "एक", language: "hi-IN"),
        ]
        #expect(Set(names).count == 4)
    }

    // The text reaches a program: it must stay a text.
    @Test(arguments: [
        "-w /etc/passwd", "--help", "$(touch /tmp/pwned)", "; ls", "\u{0}\n\u{1}", "<speak>", "[[", "\"'`",
    ])
    func `words that look like commands are only words`(text: String) throws {
        let name = try EspeakVoice(folder: folder).file(saying: "Say: " + text, language: "-w /tmp/x")
        #expect(try Files.size(of: "\(folder)/\(name)") ?? 0 > 1000)
    }

    @Test func `a very long text is cut, not refused`() throws {
        let name = try EspeakVoice(folder: folder).file(
            saying: String(repeating: "word ", count: 100_000),
            language: "en"
        )
        #expect(try Files.size(of: "\(folder)/\(name)") != nil)
    }

    @Test func `a program that is not there is a failure that says so`() {
        let voice = EspeakVoice(folder: folder, program: "/nonexistent")
        #expect { try voice.file(saying: "Hello", language: "en") } throws: { error in
            (error as? ProgramError)?.kind == .notStarted
        }
    }

    @Test func `a program that hangs is stopped`() throws {
        let script = "\(folder)/hangs"
        try Files.write(Array("#!/bin/sh\nexec sleep 60\n".utf8), toNew: script)
        unsafe chmod(script, 0o755)
        let voice = EspeakVoice(folder: folder, program: script, timeout: .milliseconds(100))

        #expect { try voice.file(saying: "Hello", language: "en") } throws: { error in
            (error as? ProgramError)?.kind == .timedOut
        }
    }

    @Test func `a program that fails leaves nothing behind`() throws {
        let empty = folder + "/audio"
        let voice = EspeakVoice(folder: empty, program: "false")

        #expect { try voice.file(saying: "Hello", language: "en") } throws: { error in
            (error as? ProgramError)?.kind == .failed
        }
        #expect(unsafe rmdir(empty) == 0)
    }
}
