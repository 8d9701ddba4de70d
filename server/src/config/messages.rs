use std::sync::Arc;

use notifications::{GatewayFault, HttpSms, HttpSmsSettings, Settings, Smtp, SmtpSettings};

use super::{EmailGateway, Messages, PhoneGateway};

fn http_sms(messages: &Messages) -> Result<HttpSms, GatewayFault> {
    HttpSms::new(&HttpSmsSettings {
        url: messages.phone_url.clone(),
        method: messages.phone_method.clone(),
        headers: messages.phone_headers.clone(),
        token: messages.phone_token.clone(),
        content_type: messages.phone_content_type.clone(),
        body: messages.phone_body.clone(),
    })
}

fn smtp(messages: &Messages) -> SmtpSettings {
    SmtpSettings { url: messages.email_url.clone(), from: messages.email_from.clone(), ca: messages.email_ca.clone() }
}

/// Whether the gateways of a configuration can be used, as far as that is known without asking them.
pub fn check_gateways(messages: &Messages) -> Result<(), GatewayFault> {
    if messages.phone == PhoneGateway::Http {
        http_sms(messages)?;
    }
    if messages.email == EmailGateway::Smtp {
        Smtp::check(&smtp(messages))?;
    }
    Ok(())
}

/// The gateways of a configuration. Needs a running runtime.
pub fn gateways(messages: &Messages) -> Result<Settings, GatewayFault> {
    let mut settings = Settings::default();
    if messages.phone == PhoneGateway::Http {
        settings.phone = Arc::new(http_sms(messages)?);
    }
    if messages.email == EmailGateway::Smtp {
        settings.email = Arc::new(Smtp::new(&smtp(messages))?);
    }
    Ok(settings)
}

/// The kinds of messages that nobody gets.
pub fn silent_gateways(messages: &Messages) -> Vec<&'static str> {
    let phone = (messages.phone == PhoneGateway::Outbox).then_some("phone");
    let email = (messages.email == EmailGateway::Outbox).then_some("email");
    phone.into_iter().chain(email).collect()
}
