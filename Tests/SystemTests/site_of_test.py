"""What an administrator configures around the package: the certificate, the site, the relay."""

import subprocess

NAME = "interviews.example.org"
RELAY_USER = "interviews@mail.example"
RELAY_PASSWORD = "of-the-relay"

POSTFIX = """\
compatibility_level = 3.6
myhostname = relay.example.org
mydestination = relay.example.org, mail.example
inet_interfaces = loopback-only
home_mailbox = Maildir/
smtpd_tls_cert_file = /etc/interviews/tls/fullchain.pem
smtpd_tls_key_file = /etc/interviews/tls/privkey.pem
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
biff = no
"""
SMTPS = """
smtps inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
"""
DOVECOT = """\
protocols = none
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}}
service auth {{
  unix_listener /var/spool/postfix/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""


def configure_site(machine):
    tls = machine.root / "etc/interviews/tls"
    tls.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},DNS:localhost",
         "-keyout", tls / "privkey.pem", "-out", tls / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    sites = machine.root / "etc/nginx/sites-enabled"
    for each in sites.iterdir():
        each.unlink()
    (sites / "interviews.conf").symlink_to("/etc/nginx/sites-available/interviews.conf")
    settings = machine.root / "etc/interviews/interviews.env"
    text = settings.read_text()
    for name, value in {
        "BACKEND_URL": f"https://{NAME}",
        "EMAIL_HOST": "localhost",
        "EMAIL_HOST_USER": RELAY_USER,
        "DEFAULT_FROM_EMAIL": RELAY_USER,
    }.items():
        text = "\n".join(f"{name}={value}" if line.startswith(name + "=") else line for line in text.splitlines())
    settings.write_text(text + "\nEMAIL_CA_FILE=/etc/interviews/tls/fullchain.pem\n")
    machine.write("/etc/hosts", f"127.0.0.1 localhost {NAME}\n")


def configure_relay(machine, password=RELAY_PASSWORD):
    machine.write("/etc/postfix/main.cf", POSTFIX)
    master = machine.root / "etc/postfix/master.cf"
    if "wrappermode=yes\n  -o smtpd_sasl_auth_enable=yes\n" not in master.read_text():
        master.write_text(master.read_text() + SMTPS)
    machine.write("/etc/dovecot/dovecot.conf", DOVECOT.format(password=password))
    if "asha:" not in (machine.root / "etc/passwd").read_text():
        subprocess.run(["chroot", machine.root, "useradd", "--create-home", "asha"], check=True, capture_output=True)
