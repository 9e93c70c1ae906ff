/// What libcurl's callbacks read and note while one message is sent.
///
/// Of our own commands only the verb is looked at, so that no credential is kept.
final class Transfer {
    private let message: [UInt8]
    private let onReply: ((Step) -> Void)?
    private var position = 0
    private var pending: [String] = []
    /// libcurl says QUIT when it gives up; the answer to that is no answer to the message.
    private var isOver = false
    private let needsUTF8: Bool
    private let isInsideTLS: Bool
    private var saidStartTLS = false
    /// Whether the relay takes addresses beyond ASCII, as it said in answer to the last EHLO; `nil` without one.
    private(set) var offersUTF8: Bool?
    /// It does not, and this message has one: nothing more is said.
    private(set) var lacksUTF8 = false
    private(set) var phase = MailError.Phase.connect
    private(set) var code: Int?
    private(set) var reply = ""

    /// Whether libcurl has taken the last byte, so that the final dot may be on its way.
    private var isWholeMessageRead: Bool { position == message.count }

    /// Whether the final dot may be on its way, and no whole reply to it has come.
    var isVerdictMissing: Bool { isWholeMessageRead && code == 354 }

    /// `needsUTF8` says that an address of the message is one that only SMTPUTF8 can carry.
    init(_ message: [UInt8], needsUTF8: Bool = false, isInsideTLS: Bool = true, onReply: ((Step) -> Void)?) {
        self.message = message
        self.needsUTF8 = needsUTF8
        self.isInsideTLS = isInsideTLS
        self.onReply = onReply
    }

    /// Copies the next bytes of the message; nothing copied means its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, message.count - position)
        unsafe buffer.copyBytes(from: message[position..<position + count])
        position += count
        if isWholeMessageRead { phase = .verdict }
        return count
    }

    /// Notes which command was sent.
    func sent(_ command: UnsafeRawBufferPointer) {
        let verb = unsafe String(decoding: command.prefix(8).prefix { $0 > 0x20 }, as: UTF8.self)
        switch verb {
        case "EHLO", "HELO": phase = .hello
        case "STARTTLS":
            phase = .tls
            saidStartTLS = true
        case "AUTH": phase = .authentication
        case "MAIL": phase = .sender
        case "RCPT": phase = .recipient
        case "DATA": phase = .data
        case "QUIT": isOver = true
        default: break
        }
    }

    /// Notes one line of a reply; the line without a hyphen after the code ends it.
    ///
    /// Returns whether the conversation may go on.
    func received(_ line: UnsafeRawBufferPointer) -> Bool {
        guard !isOver else { return true }
        let text = unsafe String(decoding: line, as: UTF8.self)
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 == " " || $0.isVisible }))
        if pending.count < 20 { pending.append(visible) }
        guard let code = Int(visible.prefix(3)), visible.dropFirst(3).first != "-" else { return true }
        if phase == .hello, code < 300 {
            let isOffered = pending.contains { $0.dropFirst(4).uppercased().hasPrefix("SMTPUTF8") }
            offersUTF8 = isOffered
            lacksUTF8 = needsUTF8 && !isOffered && (isInsideTLS || saidStartTLS)
        }
        self.code = code
        // Code points, which is what is counted where it is kept.
        reply = String(String.UnicodeScalarView(pending.joined(separator: " ").unicodeScalars.prefix(500)))
        pending.removeAll()
        if phase == .connect { phase = .greeting }
        onReply?(Step(phase: phase, code: code, reply: reply))
        if phase == .data, code == 354 { phase = .body }
        return !lacksUTF8
    }
}
