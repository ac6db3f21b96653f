"""Which notifiers an office has: those whose provider it has told where to find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from domain.errors_of_messages import ProviderFaulty
from domain.message import Medium
from domain.message_link import MessageLink, MessageSecret
from domain.ports_of_messages import Notifier
from domain.settings import MAIL_FROM, MAIL_SECURITY
from integrations.notify.posting import Poster
from integrations.notify.sheet import MessageSheets
from integrations.notify.sms_http import SmsByHttp
from integrations.notify.smtp import MailBySmtp
from integrations.notify.whatsapp import WhatsApp

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@contextmanager
def notifiers(link: MessageLink, sheets: MessageSheets) -> Iterator[Mapping[Medium, Notifier]]:
    """Yield by which media messages can leave; connections last as long as the body.

    :class:`ProviderFaulty` for mail that would go unprotected over a network, or from nobody.
    """
    with ExitStack() as stack:
        found: dict[Medium, Notifier] = {Medium.FILE: sheets}
        if link.sms_address:
            poster = Poster(link.sms_address, link.secret(MessageSecret.SMS))
            stack.callback(poster.close)
            found[Medium.SMS] = SmsByHttp(poster, link.series)
        if link.whatsapp_address:
            poster = Poster(link.whatsapp_address, link.secret(MessageSecret.WHATSAPP))
            stack.callback(poster.close)
            found[Medium.WHATSAPP] = WhatsApp(poster, link.series)
        if link.mail_host:
            _refuse_unsafe(link)
            mail = MailBySmtp(link)
            stack.callback(mail.close)
            found[Medium.EMAIL] = mail
        yield found


def _refuse_unsafe(link: MessageLink) -> None:
    if link.mail_security == "none" and link.mail_host not in _THIS_MACHINE:
        raise ProviderFaulty(MAIL_SECURITY.name)
    if "@" not in link.mail_from:
        raise ProviderFaulty(MAIL_FROM.name)
