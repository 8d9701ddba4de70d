//! What is told is sent once, by one; what cannot be sent is tried again, and what is secret does not stay.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait as _;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

use super::{
    Channel, Delivering, Failure, HttpSms, HttpSmsSettings, Message, MessageGateway, Notifications, Outgoing, Settings,
    Smtp, SmtpSettings, tell,
};
use foundation::{
    clock::Clock,
    database::{Database, testing},
    ids::{AccountId, MessageId},
    keyring::Keyring,
    text::Language,
};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn at(database: &Database, gateway: &Arc<Keeper>, after: TimeDelta) -> Notifications {
    let settings = Settings { phone: gateway.clone(), email: gateway.clone() };
    Notifications::new(database.clone(), Clock::Fixed(start() + after), Keyring::new(&[7; 32]), settings)
}

fn code(text: &str) -> Message {
    Message {
        account: None,
        channel: Channel::Phone("+8613800000000".to_owned()),
        reason: "code",
        language: Language::FIRST,
        subject: "验证码".to_owned(),
        body: text.to_owned(),
        secret: true,
    }
}

async fn told(notifications: &Notifications, message: &Message) -> MessageId {
    let given = (notifications, message);
    let done = notifications.database.write(&given, |transaction, (notifications, message)| {
        Box::pin(async move { tell(transaction, &notifications.keyring, message, notifications.clock.now()).await })
    });
    done.await.unwrap()
}

/// A gateway that writes down what it is given and answers as told.
#[derive(Debug, Default)]
struct Keeper {
    given: Mutex<Vec<String>>,
    answer: Mutex<Option<Failure>>,
}

impl Keeper {
    fn answering(failure: Failure) -> Arc<Self> {
        Arc::new(Self { answer: Mutex::new(Some(failure)), ..Self::default() })
    }

    fn given(&self) -> Vec<String> {
        self.given.lock().unwrap().clone()
    }
}

impl MessageGateway for Keeper {
    fn name(&self) -> &'static str {
        "keeper"
    }

    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Delivering<'a> {
        Box::pin(async move {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            self.given.lock().unwrap().push(outgoing.text.clone());
            self.answer.lock().unwrap().clone().map_or(Ok(()), Err)
        })
    }
}

/// A row as it is at rest: whether it has a body, is due, delivered, failed.
async fn at_rest(database: &Database, id: MessageId) -> (bool, bool, bool, bool) {
    let rows = super::store::delivery::state(database.reader(), id).await.unwrap();
    rows.expect("the message is there")
}

#[tokio::test]
async fn of_many_workers_one_sends_each_message() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let keeper = Arc::new(Keeper::default());
        let here = at(&test.database, &keeper, TimeDelta::zero());
        for n in 0..40 {
            told(&here, &code(&n.to_string())).await;
        }
        let workers: Vec<_> = (0..8)
            .map(|_| {
                let here = here.clone();
                tokio::spawn(async move { while !here.deliver_due().await.unwrap().is_empty() {} })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        while !here.deliver_due().await.unwrap().is_empty() {}
        let mut given: Vec<usize> = keeper.given().iter().map(|text| text.parse().unwrap()).collect();
        given.sort_unstable();
        assert_eq!(given, (0..40).collect::<Vec<_>>(), "{engine:?}");
    }
}

#[tokio::test]
async fn a_secret_is_sealed_at_rest_and_gone_once_it_is_sent() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let keeper = Arc::new(Keeper::default());
        let here = at(&test.database, &keeper, TimeDelta::zero());
        let id = told(&here, &code("123456")).await;
        assert_eq!(here.sent(Some("+8613800000000")).await.unwrap()[0].body.as_deref(), Some("123456"));
        here.deliver_due().await.unwrap();
        assert_eq!(keeper.given(), ["123456"]);
        assert_eq!(at_rest(&test.database, id).await, (false, false, true, false), "{engine:?}");
        assert_eq!(here.sent(None).await.unwrap()[0].body, None);

        // Where messages stay in the house they are readable for an hour.
        let kept = Notifications::new(test.database.clone(), here.clock, here.keyring.clone(), Settings::default());
        let id = told(&kept, &code("654321")).await;
        kept.deliver_due().await.unwrap();
        kept.sweep().await.unwrap();
        assert_eq!(at_rest(&test.database, id).await, (true, false, true, false));
        at(&test.database, &keeper, TimeDelta::minutes(61)).sweep().await.unwrap();
        assert_eq!(at_rest(&test.database, id).await, (false, false, true, false));
    }
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_with_growing_pauses_and_given_up_at_last() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let keeper = Keeper::answering(Failure::Temporary("busy".to_owned()));
        let mut message = code("1");
        message.secret = false;
        let id = told(&at(&test.database, &keeper, TimeDelta::zero()), &message).await;
        let mut tries = Vec::new();
        for second in [0, 1, 2, 3, 12, 13, 72, 80, 400, 2_300, 14_000, 90_000] {
            let then = at(&test.database, &keeper, TimeDelta::seconds(second));
            if !then.deliver_due().await.unwrap().is_empty() {
                tries.push(second);
            }
        }
        assert_eq!(tries, [0, 2, 12, 72, 400, 2_300, 14_000], "{engine:?}");
        assert_eq!(at_rest(&test.database, id).await, (false, false, false, true));
        let shown = at(&test.database, &keeper, TimeDelta::zero()).sent(None).await.unwrap();
        assert_eq!(shown[0].failure, "busy");
    }
}

#[tokio::test]
async fn a_refusal_for_good_and_a_code_too_late_are_given_up_at_once() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let keeper = Keeper::answering(Failure::Permanent("no such number".to_owned()));
        let here = at(&test.database, &keeper, TimeDelta::zero());
        let refused = told(&here, &code("1")).await;
        here.deliver_due().await.unwrap();
        assert_eq!(at_rest(&test.database, refused).await, (false, false, false, true), "{engine:?}");
        let late = told(&here, &code("2")).await;
        at(&test.database, &keeper, TimeDelta::minutes(11)).deliver_due().await.unwrap();
        assert_eq!(at_rest(&test.database, late).await, (false, false, false, true));
        assert_eq!(keeper.given(), ["1"]);
    }
}

#[tokio::test]
async fn what_a_lost_process_held_is_sent_by_another() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let keeper = Arc::new(Keeper::default());
        let here = at(&test.database, &keeper, TimeDelta::zero());
        told(&here, &code("1")).await;
        let due = super::store::delivery::due(test.database.reader(), start(), 1).await.unwrap();
        let lease = start() + TimeDelta::minutes(1);
        let lost = super::store::delivery::claim(test.database.writer(), &due[0], lease).await.unwrap();
        assert!(lost.is_some());
        assert!(super::store::delivery::claim(test.database.writer(), &due[0], lease).await.unwrap().is_none());
        assert!(here.deliver_due().await.unwrap().is_empty(), "{engine:?}");
        at(&test.database, &keeper, TimeDelta::minutes(2)).deliver_due().await.unwrap();
        assert_eq!(keeper.given(), ["1"]);
    }
}

#[tokio::test]
async fn what_an_account_is_told_stands_in_its_inbox_once_and_codes_never() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let (mine, other) = (AccountId::new(), AccountId::new());
        for (account, name) in [(mine, "r-a"), (other, "r-b")] {
            let insert = format!(
                "INSERT INTO account (id, name, display_name, created_at) VALUES ({}, '{name}', 'x', '2026-01-01 00:00:00+00:00')",
                uuid_literal(engine, account)
            );
            test.database.writer().execute_unprepared(&insert).await.unwrap();
        }
        let keeper = Arc::new(Keeper::default());
        let here = at(&test.database, &keeper, TimeDelta::zero());
        let news = |channel: Channel, account, n: i32| Message {
            account: Some(account),
            channel,
            reason: "new-device",
            subject: format!("news {n}"),
            secret: false,
            ..code("somebody signed in")
        };
        for n in 0..25 {
            told(&here, &news(Channel::Phone("+8613800000000".to_owned()), mine, n)).await;
            told(&here, &news(Channel::Email("a@b.cn".to_owned()), mine, n)).await;
            told(&here, &news(Channel::Inbox, mine, n)).await;
        }
        told(&here, &Message { account: Some(mine), ..code("123456") }).await;
        told(&here, &news(Channel::Inbox, other, 0)).await;
        let first = here.inbox(mine, None).await.unwrap();
        assert_eq!((first.letters.len(), first.unread), (20, 25), "{engine:?}");
        assert_eq!(first.letters[0].subject, "news 24");
        let second = here.inbox(mine, first.next).await.unwrap();
        assert_eq!((second.letters.len(), second.next), (5, None));

        let theirs = here.inbox(other, None).await.unwrap().letters[0].id;
        assert_eq!(here.mark_read(mine, Some(theirs)).await.unwrap(), 0);
        assert_eq!(here.mark_read(mine, Some(first.letters[0].id)).await.unwrap(), 1);
        assert_eq!(here.mark_read(mine, None).await.unwrap(), 24);
        assert_eq!((here.unread(mine).await.unwrap(), here.unread(other).await.unwrap()), (0, 1));
        at(&test.database, &keeper, TimeDelta::days(31)).sweep().await.unwrap();
        assert_eq!(here.inbox(mine, None).await.unwrap().letters.len(), 20);
    }
}

fn uuid_literal(engine: foundation::database::Engine, account: AccountId) -> String {
    match engine {
        foundation::database::Engine::Sqlite => format!("x'{}'", account.uuid().simple()),
        foundation::database::Engine::Postgres => format!("'{account}'"),
    }
}

pub(super) fn outgoing(address: &str) -> Outgoing {
    Outgoing {
        id: MessageId::new(),
        address: address.to_owned(),
        language: Language::FIRST,
        subject: "您的验证码".to_owned(),
        text: "验证码 123456\n\"再见\"".to_owned(),
    }
}

pub(super) fn server(url: &str) -> SmtpSettings {
    SmtpSettings {
        url: url.to_owned(), from: "一通 <no-reply@city.example>".to_owned(), ca: std::path::PathBuf::new()
    }
}

/// A mail server that knows one mailbox; gives its address, and each mail as it came.
async fn mail_server() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let mails = Arc::new(Mutex::new(Vec::new()));
    let kept = mails.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let kept = kept.clone();
            tokio::spawn(async move {
                let (read, mut write) = socket.into_split();
                let mut lines = BufReader::new(read).lines();
                let (mut data, mut mail) = (false, String::new());
                write.write_all(b"220 city ESMTP\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = match line.as_str() {
                        "." if data => {
                            data = false;
                            kept.lock().unwrap().push(std::mem::take(&mut mail));
                            "250 kept"
                        }
                        line if data => {
                            mail.push_str(line);
                            mail.push('\n');
                            continue;
                        }
                        line if line.starts_with("EHLO") => "250 city",
                        line if line.starts_with("RCPT TO:<nobody@") => "550 <nobody@city.example> is unknown here",
                        line if line.starts_with("RCPT TO:<later@") => "451 come again",
                        "DATA" => {
                            data = true;
                            "354 go on"
                        }
                        "QUIT" => "221 bye",
                        _ => "250 ok",
                    };
                    write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
                }
            });
        }
    });
    (url, mails)
}

#[tokio::test]
async fn mails_are_handed_to_the_mail_server_and_its_answers_understood() {
    let (url, mails) = mail_server().await;
    let smtp = Smtp::new(&server(&url)).unwrap();
    smtp.deliver(&outgoing("wang@city.example")).await.unwrap();
    let mail = mails.lock().unwrap()[0].clone();
    for part in ["To: wang@city.example", "no-reply@city.example", "Auto-Submitted: auto-generated", "Message-ID: <"] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    assert!(
        matches!(smtp.deliver(&outgoing("nobody@city.example")).await, Err(Failure::Permanent(words)) if words.contains("550") && !words.contains("nobody"))
    );
    assert!(
        matches!(smtp.deliver(&outgoing("later@city.example")).await, Err(Failure::Temporary(words)) if words.contains("451"))
    );
    let gone = Smtp::new(&server("smtp://127.0.0.1:9")).unwrap();
    assert!(matches!(gone.deliver(&outgoing("a@b.cn")).await, Err(Failure::Temporary(_))));
    assert!(Smtp::check(&server("smtp://user:hush@host")).is_err(), "a password in the open");
    assert!(Smtp::check(&server("smtps://user:hush@host")).is_ok());
    assert!(Smtp::check(&server("smtp://user:hush@host?tls=required")).is_ok());
}

/// A gateway for short messages that answers with a status each; gives its address and what it was asked.
async fn sms_gateway(statuses: &'static [&'static str]) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/send?key=hush", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = asked.clone();
    tokio::spawn(async move {
        for status in statuses {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = String::new();
            let mut bytes = [0; 4096];
            loop {
                let length = socket.read(&mut bytes).await.unwrap();
                request.push_str(&String::from_utf8_lossy(&bytes[..length]));
                if length == 0 || request.contains("\r\n\r\n") && request.trim_end().ends_with('}') {
                    break;
                }
            }
            kept.lock().unwrap().push(request);
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, asked)
}

#[tokio::test]
async fn short_messages_are_handed_to_the_gateway_as_configured_and_its_status_counts() {
    let (url, asked) = sms_gateway(&["202 Accepted", "503 Later", "400 Bad", "302 Elsewhere\r\nLocation: /"]).await;
    let settings = HttpSmsSettings {
        url,
        method: "POST".to_owned(),
        headers: vec!["X-App: yitong".to_owned()],
        token: "hush".to_owned(),
        content_type: "application/json".to_owned(),
        body: r#"{"to":"{number}","all":"{phone}","text":"{text}","id":"{id}"}"#.to_owned(),
    };
    let sms = HttpSms::new(&settings).unwrap();
    let message = outgoing("+8613800000000");
    sms.deliver(&message).await.unwrap();
    let request = asked.lock().unwrap()[0].clone();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /send?key=hush HTTP/1.1"), "{head}");
    for header in ["authorization: Bearer hush", "x-app: yitong", "content-type: application/json"] {
        assert!(head.contains(header), "{header}: {head}");
    }
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["to"], "13800000000");
    assert_eq!(body["all"], "+8613800000000");
    assert_eq!(body["text"], message.text);
    assert_eq!(body["id"], message.id.to_string());
    assert!(matches!(sms.deliver(&message).await, Err(Failure::Temporary(_))));
    assert!(matches!(sms.deliver(&message).await, Err(Failure::Permanent(_))));
    assert!(matches!(sms.deliver(&message).await, Err(Failure::Temporary(_))));
    let unreached = sms.deliver(&message).await.unwrap_err();
    for printed in [
        unreached.to_string(),
        format!("{unreached:?}"),
        format!("{sms:?}"),
        format!("{settings:?}"),
        format!("{message:?}"),
    ] {
        assert!(!printed.contains("hush") && !printed.contains("123456"), "{printed}");
    }
}
