"""The sentences of what can go wrong with alerts, templates and messages."""

from __future__ import annotations

from domain import errors, errors_of_messages
from resources.texts import N_

SENTENCES: dict[type[errors.Trouble], str] = {
    errors_of_messages.TemplatesUnreadable: N_("{name} holds no templates: {reason}."),
    errors_of_messages.TemplateEmpty: N_("The template {template} has no {field}."),
    errors_of_messages.TemplateTooLong: N_(
        "The template {template} is longer than {most} characters."
    ),
    errors_of_messages.TemplateGapsWrong: N_(
        "The template {template} has {gaps} gaps for {variables} variables."
    ),
    errors_of_messages.TemplateVariableUnknown: N_(
        "The template {template} names “{variable}”, which this alert cannot tell: {known}."
    ),
    errors_of_messages.TemplateNotApproved: N_(
        "The template {template} cannot be sent: its {field} is missing or not as a DLT portal"
        " gives it."
    ),
    errors_of_messages.VariableUnfit: N_(
        "The value of “{variable}” in {template} is empty, broken over lines or longer than"
        " {most} characters."
    ),
    errors_of_messages.TextNotAsApproved: N_(
        "The text is not the approved template {template} with its variables filled in."
    ),
    errors_of_messages.DayNotBilled: N_(
        "Nobody is charged for {day} yet. Bill the day, then tell the consumers."
    ),
    errors_of_messages.NoMediumOn: N_(
        "No medium is switched on, so nobody is told anything. Switch on alerts.sms,"
        " alerts.whatsapp, alerts.email or alerts.file in the settings."
    ),
    errors_of_messages.DeliveryGoingOn: N_(
        "{by} is delivering messages at this moment. Wait until that has ended."
    ),
    errors_of_messages.ProviderFaulty: N_(
        "Messages cannot leave: the setting {setting} is missing or writes no address."
    ),
}
