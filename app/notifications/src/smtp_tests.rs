//! Mails by TLS, against a mail server on loopback whose certificate is made for the test.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs::default_provider,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use super::{
    Failure, MessageGateway as _, Smtp, SmtpSettings,
    tests::{outgoing, server},
};

/// How a server speaks TLS.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaks {
    /// From the first byte.
    Tls,
    /// Once it is asked to.
    StartTls,
    /// Not at all, whatever it is asked.
    Nothing,
}

/// Everything a server was told after its greeting: whether by TLS, and the line.
type Heard = Arc<Mutex<Vec<(bool, String)>>>;

/// Answers until the client leaves or asks for TLS; tells whether it does the latter.
async fn converse(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    offers: &str,
    secret: bool,
    heard: &Heard,
) -> bool {
    let mut stream = BufReader::new(stream);
    let mut data = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return false;
        }
        let line = line.trim_end().to_owned();
        heard.lock().unwrap().push((secret, line.clone()));
        let answer = match line.as_str() {
            "." if data => {
                data = false;
                "250 kept"
            }
            _ if data => continue,
            line if line.starts_with("EHLO") => offers,
            line if line.starts_with("AUTH") => "235 welcome",
            "STARTTLS" if offers.contains("STARTTLS") => "220 go on",
            "STARTTLS" => "502 not here",
            "DATA" => {
                data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        if stream.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return false;
        }
        if line == "STARTTLS" && answer.starts_with("220") {
            return true;
        }
    }
}

async fn attend(mut socket: TcpStream, speaks: Speaks, acceptor: TlsAcceptor, heard: Heard) {
    const GREETING: &[u8] = b"220 city ESMTP\r\n";
    let within = "250-city\r\n250 AUTH PLAIN";
    if speaks != Speaks::Tls {
        let offers = if speaks == Speaks::StartTls { "250-city\r\n250 STARTTLS" } else { within };
        if socket.write_all(GREETING).await.is_err() || !converse(&mut socket, offers, false, &heard).await {
            return;
        }
    }
    // A client that does not trust the certificate leaves here.
    let Ok(mut stream) = acceptor.accept(socket).await else { return };
    if speaks == Speaks::Tls && stream.write_all(GREETING).await.is_err() {
        return;
    }
    converse(&mut stream, within, true, &heard).await;
}

/// A mail server that is `localhost`, its port, and what it heard.
async fn mail_server(speaks: Speaks, authority: &CertifiedIssuer<'_, KeyPair>) -> (u16, Heard) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, heard) = (listener.local_addr().unwrap().port(), Heard::default());
    let kept = heard.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(attend(socket, speaks, acceptor.clone(), kept.clone()));
        }
    });
    (port, heard)
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn smtp(url: &str, ca: &str) -> Smtp {
    Smtp::new(&SmtpSettings { ca: PathBuf::from(ca), ..server(url) }).unwrap()
}

/// The lines that came in the open.
fn in_the_open(heard: &Heard) -> Vec<String> {
    heard.lock().unwrap().iter().filter(|(secret, _)| !secret).map(|(_, line)| line.clone()).collect()
}

#[tokio::test]
async fn mails_and_passwords_go_by_tls_to_a_server_whose_authority_is_trusted() {
    let authority = authority();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), authority.pem()).unwrap();
    let ca = file.path().to_str().unwrap();
    for speaks in [Speaks::StartTls, Speaks::Tls] {
        let (port, heard) = mail_server(speaks, &authority).await;
        let at = |host: &str, port: u16| match speaks {
            Speaks::Tls => format!("smtps://city:hush@{host}:{port}"),
            _ => format!("smtp://city:hush@{host}:{port}?tls=required"),
        };
        smtp(&at("localhost", port), ca).deliver(&outgoing("wang@city.example")).await.unwrap();
        let told: Vec<String> =
            heard.lock().unwrap().iter().filter(|(secret, _)| *secret).map(|(_, line)| line.clone()).collect();
        for part in ["AUTH PLAIN", "RCPT TO:<wang@city.example>", "Auto-Submitted: auto-generated"] {
            assert!(told.iter().any(|line| line.starts_with(part)), "{part}: {told:?}");
        }
        // Nothing but the wish for TLS went in the open.
        let open = in_the_open(&heard);
        assert!(open.iter().all(|line| line.starts_with("EHLO") || line == "STARTTLS"), "{open:?}");

        // Without the authority, with another one, and at an address that is none of the certificate's: nothing is told.
        let (port, heard) = mail_server(speaks, &authority).await;
        let other = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(other.path(), self::authority().pem()).unwrap();
        for (host, ca) in [("localhost", ""), ("localhost", other.path().to_str().unwrap()), ("127.0.0.1", ca)] {
            let refused = smtp(&at(host, port), ca).deliver(&outgoing("wang@city.example")).await;
            assert!(matches!(&refused, Err(Failure::Temporary(words)) if !words.contains("hush")), "{refused:?}");
        }
        let told = heard.lock().unwrap().clone();
        assert!(told.iter().all(|(secret, line)| !secret && !line.starts_with("AUTH")), "{told:?}");
    }
}

#[tokio::test]
async fn a_server_without_starttls_is_handed_nothing_where_it_is_required() {
    let authority = authority();
    let (port, heard) = mail_server(Speaks::Nothing, &authority).await;
    let refused = smtp(&format!("smtp://city:hush@localhost:{port}?tls=required"), "");
    let refused = refused.deliver(&outgoing("wang@city.example")).await;
    assert!(matches!(refused, Err(Failure::Temporary(_))), "{refused:?}");
    let open = in_the_open(&heard);
    assert!(open.iter().all(|line| line.starts_with("EHLO") || line == "STARTTLS" || line == "QUIT"), "{open:?}");
}

#[test]
fn a_file_of_authorities_that_cannot_be_used_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let with = |url: &str, ca: &str| Smtp::check(&SmtpSettings { ca: PathBuf::from(ca), ..server(url) });
    let path = file.path().to_str().unwrap();
    for text in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"] {
        std::fs::write(file.path(), text).unwrap();
        assert_eq!(with("smtps://host", path).unwrap_err().setting, "email_ca", "{text}");
    }
    assert_eq!(with("smtps://host", "/no/such/file").unwrap_err().setting, "email_ca");
    std::fs::write(file.path(), authority().pem()).unwrap();
    assert!(with("smtps://host", path).is_ok() && with("smtp://host?tls=required", path).is_ok());
    assert_eq!(with("smtp://host", path).unwrap_err().setting, "email_ca", "no TLS, nobody to trust");
}
