public import SMTP

/// What the mail settings come to.
public struct EmailCheck: Sendable {
    /// In the order in which they are to be mended; the first is the one to tell when there is room for one.
    public let problems: [EmailProblem]
    public let warnings: [EmailProblem]
    /// `nil` when there is a problem.
    public let destination: MailDestination?
    public let sender: Mailbox?
    /// Where undeliverable mail comes back to; `nil` for the sender's own address.
    public let bounceDomain: String?

    public var relay: Relay? {
        if case .relay(let relay) = destination { return relay }
        return nil
    }
}

extension EmailSettings {
    /// Looks at all settings together.
    ///
    /// `helloName` is this machine's name to the relay.
    public func check(helloName: String) -> EmailCheck {
        var problems: [EmailProblem] = []
        var warnings: [EmailProblem] = []
        var found: (mode: Relay.Security, port: Int, seconds: Int)?
        if isFileBackend {
            problems += fileProblems
        } else {
            problems += sendGridProblems + completenessProblems
            let mode = mode(&problems, &warnings)
            let port = portNumber(&problems)
            if let seconds = timeoutSeconds(&problems), let mode, let port { found = (mode, port, seconds) }
        }
        let sender = try? Mailbox(from)
        if sender == nil {
            problems.append(
                EmailProblem(
                    .sender,
                    "DEFAULT_FROM_EMAIL is not an e-mail address: set it to one such as noreply@example.org or "
                        + "Acme Hiring <noreply@example.org>."
                )
            )
        }
        problems += bounceDomainProblems + authenticationProblems
        var destination: MailDestination?
        if problems.isEmpty, isFileBackend { destination = .folder(MailFolder(path: filePath)) }
        if problems.isEmpty, let (mode, port, seconds) = found {
            do throws(MailError) {
                destination = .relay(try makeRelay(port: port, mode: mode, seconds: seconds, helloName: helloName))
            } catch {
                problems.append(EmailProblem(.relay, "\(error.message) Check EMAIL_HOST and EMAIL_PORT."))
            }
        }
        return EmailCheck(
            problems: problems,
            warnings: warnings,
            destination: destination,
            sender: sender,
            bounceDomain: bounceDomain
        )
    }

    private func makeRelay(
        port: Int,
        mode: Relay.Security,
        seconds: Int,
        helloName: String
    ) throws(MailError) -> Relay {
        try Relay(
            host: host,
            port: port,
            security: mode,
            user: user,
            password: isTokenUsed ? token : password,
            authentication: Relay.Authentication(rawValue: authentication.lowercased()) ?? .automatic,
            tokenCommand: tokenCommand,
            caFile: caFile,
            helloName: helloName,
            timeouts: .init(
                connect: .seconds(min(30, seconds)),
                reply: .seconds(seconds),
                total: .seconds(2 * seconds + 60)
            )
        )
    }

    private var isFileBackend: Bool { backend.lowercased().contains("file") }

    private var fileProblems: [EmailProblem] {
        guard isProduction else { return [] }
        return [
            EmailProblem(
                .fileInProduction,
                "EMAIL_BACKEND keeps mail in files, so nobody would get it, and BACKEND_URL is https: set "
                    + "EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend and EMAIL_HOST."
            )
        ]
    }

    private var isTokenUsed: Bool { authentication.lowercased() == Relay.Authentication.xoauth2.rawValue }

    private var authenticationProblems: [EmailProblem] {
        guard Relay.Authentication(rawValue: authentication.lowercased()) == nil else { return [] }
        let names = Relay.Authentication.allCases.map(\.rawValue).joined(separator: ", ")
        return [
            EmailProblem(.authentication, "EMAIL_AUTH is none of \(names): set it to one of them, or leave it out.")
        ]
    }

    private var bounceDomainProblems: [EmailProblem] {
        guard let bounceDomain, ReturnAddress.isImpossible(in: bounceDomain) else { return [] }
        return [
            EmailProblem(
                .bounceDomain,
                "EMAIL_BOUNCE_DOMAIN is not a domain name in ASCII: set it to one such as bounces.example.org, or leave it "
                    + "out."
            )
        ]
    }

    private var sendGridProblems: [EmailProblem] {
        guard useSendGrid else { return [] }
        if sendGridKey.isEmpty {
            return [
                EmailProblem(
                    .sendGridKeyMissing,
                    "SENDGRID_API_KEY is not set: set it, or set USE_SENDGRID=False to send through EMAIL_HOST."
                )
            ]
        }
        return [
            EmailProblem(
                .sendGridUnsupported,
                "Mail is sent over SMTP only: set USE_SENDGRID=False, EMAIL_HOST=smtp.sendgrid.net, EMAIL_PORT=465, "
                    + "EMAIL_HOST_USER=apikey and EMAIL_HOST_PASSWORD to the API key."
            )
        ]
    }

    private var completenessProblems: [EmailProblem] {
        let secret =
            isTokenUsed
            ? ("EMAIL_OAUTH_TOKEN or EMAIL_OAUTH_TOKEN_COMMAND", tokenCommand ?? token)
            : ("EMAIL_HOST_PASSWORD", password)
        let values = [("EMAIL_HOST", host), ("EMAIL_HOST_USER", user), secret]
        guard values.contains(where: { $0.1.isEmpty }) else { return [] }
        let list = values.map { "\($0.0): \($0.1.isEmpty ? "NOT SET" : "SET")" }.joined(separator: ", ")
        return [EmailProblem(.incomplete, "Email configuration incomplete: \(list). Set what is NOT SET.")]
    }

    /// The flags, after the rule for port 587, which providers' instructions make people break.
    private func mode(_ problems: inout [EmailProblem], _ warnings: inout [EmailProblem]) -> Relay.Security? {
        let isSSLIgnored = port == "587" && useTLS && useSSL
        if isSSLIgnored {
            warnings.append(
                EmailProblem(
                    .sslIgnored,
                    "EMAIL_USE_TLS and EMAIL_USE_SSL are both True on port 587: EMAIL_USE_SSL is taken as False."
                )
            )
        }
        if useTLS && useSSL && !isSSLIgnored {
            problems.append(
                EmailProblem(
                    .bothFlags,
                    "EMAIL_USE_TLS and EMAIL_USE_SSL cannot both be True! For port 587 set EMAIL_USE_TLS=True and "
                        + "EMAIL_USE_SSL=False, for port 465 the other way round."
                )
            )
        }
        problems += backendProblems
        switch (useTLS, useSSL && !isSSLIgnored) {
        case (true, true): return nil
        case (true, false): return check(.startTLS, &problems)
        case (false, true): return check(.implicitTLS, &problems)
        case (false, false):
            problems.append(
                EmailProblem(
                    .neitherFlag,
                    "EMAIL_USE_TLS and EMAIL_USE_SSL are both False, and mail is never sent unencrypted: set "
                        + "EMAIL_USE_SSL=True for port 465 or EMAIL_USE_TLS=True for port 587."
                )
            )
            return nil
        }
    }

    private var backendProblems: [EmailProblem] {
        let name = backend.lowercased()
        if name.contains("console") {
            return [
                EmailProblem(
                    .console,
                    "EMAIL_BACKEND is the console backend, so nothing is sent: set "
                        + "EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend."
                )
            ]
        }
        guard !name.contains("smtp") else { return [] }
        return [
            EmailProblem(
                .unknownBackend,
                "EMAIL_BACKEND names no backend we have: set EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend."
            )
        ]
    }

    private func check(_ mode: Relay.Security, _ problems: inout [EmailProblem]) -> Relay.Security {
        switch (mode, port) {
        case (.startTLS, "465"):
            problems.append(
                EmailProblem(
                    .portMode,
                    "Port 465 speaks TLS from the first byte, which EMAIL_USE_TLS (STARTTLS) does not: set "
                        + "EMAIL_USE_SSL=True and EMAIL_USE_TLS=False, or EMAIL_PORT=587."
                )
            )
        case (.implicitTLS, "587"):
            problems.append(
                EmailProblem(
                    .portMode,
                    "Port 587 begins in plain and then STARTTLS, which EMAIL_USE_SSL does not: set "
                        + "EMAIL_USE_TLS=True and EMAIL_USE_SSL=False, or EMAIL_PORT=465."
                )
            )
        default: break
        }
        return mode
    }

    private func portNumber(_ problems: inout [EmailProblem]) -> Int? {
        if let number = Int(port), (1...65535).contains(number) { return number }
        problems.append(EmailProblem(.port, "EMAIL_PORT is not a port: set it to a number such as 465 or 587."))
        return nil
    }

    private func timeoutSeconds(_ problems: inout [EmailProblem]) -> Int? {
        if let number = Int(timeout), (1...600).contains(number) { return number }
        problems.append(EmailProblem(.timeout, "EMAIL_TIMEOUT is not a number of seconds from 1 to 600."))
        return nil
    }
}
