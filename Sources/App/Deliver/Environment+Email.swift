import FoundationEssentials
import Notifications

extension Environment {
    /// The mail settings; the password may also be the credential that systemd hands over.
    var emailSettings: EmailSettings {
        EmailSettings { name in
            name == "EMAIL_HOST_PASSWORD" ? secret(name, credential: "email-host-password") : self[name]
        }
    }

    /// This machine's name, as it is told to mail servers.
    static var helloName: String {
        let name = ProcessInfo.processInfo.hostName
        let isHostName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isHostName && !name.isEmpty ? name : "localhost"
    }

    /// A secret, from the environment or from the credential that systemd hands over.
    func secret(_ name: String, credential: String) -> String? { self[name] ?? self.credential(credential) }

    /// The first line of a file in `$CREDENTIALS_DIRECTORY` (systemd.exec(5)).
    private func credential(_ name: String) -> String? {
        guard let folder = variables["CREDENTIALS_DIRECTORY"],
            let bytes = FileManager.default.contents(atPath: folder + "/" + name)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
    }
}
