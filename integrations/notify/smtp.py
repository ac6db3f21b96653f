"""Mail by SMTP: a 4xx is tried again later, a 5xx never."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from domain.message import Medium, Message, Template
from domain.message_link import MessageLink, MessageSecret
from domain.ports_of_messages import Handed, HandOver

_TIMEOUT_SECONDS = 20.0
_PERMANENT = 500
_MOST_ERROR = 200


class MailBySmtp:
    """The mail server of an office; a connection is kept as long as it works."""

    def __init__(self, link: MessageLink, context: ssl.SSLContext | None = None) -> None:
        self._link = link
        self._context = context or ssl.create_default_context()
        self._server: smtplib.SMTP | None = None

    @property
    def medium(self) -> Medium:
        return Medium.EMAIL

    def hand_over(self, message: Message, template: Template | None) -> HandOver:
        del template  # what is said, and under which heading, stands in the message
        try:
            server = self._connected()
        except smtplib.SMTPResponseException as refused:
            # Whoever is not let in has offered no message: the fault is the office's, or nobody's.
            return HandOver(Handed.LATER, error=_told(refused.smtp_code, refused.smtp_error))
        except (smtplib.SMTPException, OSError, UnicodeError) as trouble:
            return HandOver(Handed.LATER, error=type(trouble).__name__)
        return self._sent(server, message)

    def _sent(self, server: smtplib.SMTP, message: Message) -> HandOver:
        try:
            server.send_message(self._mail_of(message))
        except smtplib.SMTPRecipientsRefused as refused:
            [(code, words), *_] = refused.recipients.values()
            self._forget()
            return _refused(code, words)
        except smtplib.SMTPResponseException as refused:
            self._forget()
            return _refused(refused.smtp_code, refused.smtp_error)
        except (smtplib.SMTPException, OSError) as trouble:
            self._forget()
            return HandOver(Handed.LATER, error=type(trouble).__name__)
        return HandOver(Handed.SENT)

    def close(self) -> None:
        """Say good-bye to the server."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
        self._forget()

    def _mail_of(self, message: Message) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = (
            self._link.mail_from,
            message.address,
            message.subject,
        )
        domain = parseaddr(self._link.mail_from)[1].rpartition("@")[2] or "localhost"
        # The same at each try: whoever gets it twice sees it once.
        mail["Message-ID"] = f"<{message.reference(self._link.series)}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        link = self._link
        if link.mail_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                link.mail_host, link.mail_port, timeout=_TIMEOUT_SECONDS, context=self._context
            )
        else:
            server = smtplib.SMTP(link.mail_host, link.mail_port, timeout=_TIMEOUT_SECONDS)
        try:
            if link.mail_security == "starttls":
                server.starttls(context=self._context)
            if link.mail_user:
                server.login(link.mail_user, link.secret(MessageSecret.MAIL))
        except BaseException:
            server.close()
            raise
        return server

    def _forget(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def _refused(code: int, words: bytes | str) -> HandOver:
    handed = Handed.REFUSED if code >= _PERMANENT else Handed.LATER
    return HandOver(handed, error=_told(code, words))


def _told(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"SMTP {code} {printable}"[:_MOST_ERROR]
