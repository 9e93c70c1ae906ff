import Testing

@testable import Speech

@Suite struct WaveSoundTests {
    private func wave(riff: Int, data: Int, sound: Int) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        let format = Array("fmt ".utf8) + number(16) + [UInt8](repeating: 1, count: 16)
        let head = Array("RIFF".utf8) + number(riff) + Array("WAVE".utf8) + format
        return head + Array("data".utf8) + number(data) + [UInt8](repeating: 7, count: sound)
    }

    @Test(arguments: [(0xFFFF_FFFF, 0xFFFF_FFFF), (0, 0), (1136, 1100)])
    func `lengths are set right`(riff: Int, data: Int) throws {
        let sound = try #require(WaveSound(wave(riff: riff, data: data, sound: 1100)))

        #expect(sound.bytes == wave(riff: 1136, data: 1100, sound: 1100))
    }

    @Test(arguments: [[], Array("<html>".utf8), [UInt8](repeating: 0, count: 5000), Array("RIFF____WAVE".utf8)])
    func `what is no sound is refused`(bytes: [UInt8]) {
        #expect(WaveSound(bytes) == nil)
    }

    @Test func `a chunk that claims to be longer than the file ends the search`() {
        var bytes = wave(riff: 0, data: 10, sound: 100)
        bytes[16] = 0xFF
        bytes[17] = 0xFF
        #expect(WaveSound(bytes) == nil)
    }
}
