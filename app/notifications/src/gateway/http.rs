use std::{fmt, time::Duration};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{
    Client, Method, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
};

use super::{Delivering, Failure, GatewayFault, MessageGateway, Outgoing};

/// How long the gateway may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// The country calling code that `{number}` is written without.
const HOME: &str = "+86";

/// What is said about a short-message gateway in the configuration.
#[derive(Clone, Default)]
pub struct HttpSmsSettings {
    /// The address asked.
    pub url: String,
    /// The method it is asked by.
    pub method: String,
    /// Further headers, `Name: value`.
    pub headers: Vec<String>,
    /// A bearer token (RFC 6750); none where it is empty.
    pub token: String,
    /// `application/json` or `application/x-www-form-urlencoded`.
    pub content_type: String,
    /// The body, with `{phone}`, `{number}`, `{text}` and `{id}` where these belong.
    pub body: String,
}

impl fmt::Debug for HttpSmsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSmsSettings").field("method", &self.method).finish_non_exhaustive()
    }
}

/// How what is filled into the body is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Json,
    Form,
}

impl Writing {
    fn write(self, value: &str) -> String {
        match self {
            Self::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                quoted[1..quoted.len() - 1].to_owned()
            }
            Self::Form => utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
        }
    }
}

/// A gateway for short messages that is asked by HTTP, whichever it is: method, address, headers and body are configured.
pub struct HttpSms {
    client: Client,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: String,
    writing: Writing,
}

impl fmt::Debug for HttpSms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSms").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

impl HttpSms {
    /// The gateway of these settings.
    pub fn new(settings: &HttpSmsSettings) -> Result<Self, GatewayFault> {
        let url =
            Url::parse(&settings.url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let url = url.ok_or_else(|| {
            GatewayFault::new("phone_url", "is no address of a gateway like https://sms.example/send")
        })?;
        let method = match settings.method.as_str() {
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            _ => return Err(GatewayFault::new("phone_method", "is neither POST nor PUT")),
        };
        let writing = match settings.content_type.as_str() {
            "application/json" => Writing::Json,
            "application/x-www-form-urlencoded" => Writing::Form,
            _ => {
                let reason = "is neither application/json nor application/x-www-form-urlencoded";
                return Err(GatewayFault::new("phone_content_type", reason));
            }
        };
        let addressed = settings.body.contains("{phone}") || settings.body.contains("{number}");
        if !addressed || !settings.body.contains("{text}") {
            let reason = "lacks {text}, or the number: {phone} (+8613800000000) or {number} (13800000000)";
            return Err(GatewayFault::new("phone_body", reason));
        }
        let filled = fill(&settings.body, writing, &[("phone", "+1"), ("number", "1"), ("text", "\"\n"), ("id", "1")]);
        if writing == Writing::Json && serde_json::from_str::<serde_json::Value>(&filled).is_err() {
            return Err(GatewayFault::new("phone_body", "is no JSON once it is filled in"));
        }
        let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).build();
        let client = client.map_err(|_| GatewayFault::new("phone_url", "cannot be asked: no TLS on this machine"))?;
        Ok(Self { client, method, url, headers: headers(settings)?, body: settings.body.clone(), writing })
    }

    async fn send(&self, outgoing: &Outgoing) -> Result<(), Failure> {
        let (phone, id) = (&outgoing.address, outgoing.id.to_string());
        let number = phone.strip_prefix(HOME).unwrap_or(phone);
        let values = [("phone", phone.as_str()), ("number", number), ("text", &outgoing.text), ("id", &id)];
        let body = fill(&self.body, self.writing, &values);
        let request =
            self.client.request(self.method.clone(), self.url.clone()).headers(self.headers.clone()).body(body);
        let status = match request.send().await {
            Ok(answer) => answer.status(),
            Err(error) if error.is_timeout() => {
                return Err(Failure::Temporary("the gateway is too slow".to_owned()));
            }
            // What the library says names the address, which may hold a key.
            Err(_) => return Err(Failure::Temporary("the gateway cannot be reached".to_owned())),
        };
        if status.is_success() {
            return Ok(());
        }
        let words = format!("the gateway refused it ({})", status.as_u16());
        // What is wrong with our configuration (401, 403, 404) is mended and tried again; what is wrong with the message is not.
        let final_word =
            matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::GONE);
        Err(if final_word { Failure::Permanent(words) } else { Failure::Temporary(words) })
    }
}

fn headers(settings: &HttpSmsSettings) -> Result<HeaderMap, GatewayFault> {
    let wrong = |reason: &str| GatewayFault::new("phone_headers", reason);
    let mut headers = HeaderMap::new();
    for line in &settings.headers {
        let (name, value) = line.split_once(':').ok_or_else(|| wrong("has an entry that is not `Name: value`"))?;
        let name = HeaderName::try_from(name.trim()).map_err(|_| wrong("names a header that cannot be one"))?;
        let mut value = HeaderValue::try_from(value.trim()).map_err(|_| wrong("has a value that cannot be sent"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    if !settings.token.is_empty() {
        let value = HeaderValue::try_from(format!("Bearer {}", settings.token));
        let mut value = value.map_err(|_| GatewayFault::new("phone_token", "cannot be sent in a header"))?;
        value.set_sensitive(true);
        headers.insert(reqwest::header::AUTHORIZATION, value);
    }
    let kind = HeaderValue::try_from(&settings.content_type);
    headers.insert(CONTENT_TYPE, kind.map_err(|_| GatewayFault::new("phone_content_type", "cannot be sent"))?);
    Ok(headers)
}

/// Fills a body in from left to right; what was filled in is not looked at again.
fn fill(body: &str, writing: Writing, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(body.len() + 200);
    let mut rest = body;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        let place =
            values.iter().find(|(name, _)| rest[1..].strip_prefix(name).is_some_and(|rest| rest.starts_with('}')));
        if let Some((name, value)) = place {
            filled.push_str(&writing.write(value));
            rest = &rest[name.len() + 2..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

impl MessageGateway for HttpSms {
    fn name(&self) -> &'static str {
        "http"
    }

    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Delivering<'a> {
        Box::pin(self.send(outgoing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_cannot_break_out_of_the_body() {
        let values =
            [("phone", "+8613800000000"), ("number", "13800000000"), ("text", "a\"},{{phone}&b=c\n"), ("id", "x")];
        let json = fill(r#"{"to":"{phone}","text":"{text}","x":{}}"#, Writing::Json, &values);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&json["to"], &json["text"]), (&"+8613800000000".into(), &"a\"},{{phone}&b=c\n".into()));
        let form = fill("to={number}&text={text}", Writing::Form, &values);
        assert_eq!(form, "to=13800000000&text=a%22%7D%2C%7B%7Bphone%7D%26b%3Dc%0A");
    }
}
