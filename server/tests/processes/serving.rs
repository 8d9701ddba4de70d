use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use foundation::database::testing::TestDatabase;

/// A process that answers, stopped when dropped.
pub(crate) struct Serving {
    child: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Serving {
    pub(crate) fn on(test: &TestDatabase) -> Self {
        Self::with(test, &[])
    }

    /// As the variables of its environment say.
    pub(crate) fn with(test: &TestDatabase, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("site")).unwrap();
        std::fs::write(folder.path().join("site/assets.json"), "{}").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_yitong"))
            .arg("serve")
            .current_dir(folder.path())
            .env_clear()
            .env("YITONG_SERVER_ADDR", "127.0.0.1:0")
            .env("YITONG_SERVER_METRICS_ADDR", "127.0.0.1:0")
            .env("YITONG_SERVER_SITE", "site")
            .env("DATABASE_URL", &test.address)
            // The processes of a city share its key: 32 bytes of 7.
            .env("YITONG_IDENTITY_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .env("YITONG_LOG_FILTER", "error")
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("Yitong listens on http://").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, address, _folder: folder }
    }

    pub(crate) fn line(&self) -> Line {
        Line::to(&self.address).unwrap()
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Ends it as a loss of power does: nothing is finished, nothing is told.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection that is kept.
pub(crate) struct Line(BufReader<TcpStream>);

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) etag: String,
    pub(crate) body: String,
}

impl Line {
    /// To whoever listens at an address.
    pub(crate) fn to(address: &str) -> io::Result<Self> {
        Ok(Self(BufReader::new(TcpStream::connect(address)?)))
    }

    pub(crate) fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        self.try_ask(method, path, headers, body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// As [`Self::ask`], of a process that may be killed meanwhile.
    pub(crate) fn try_ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> io::Result<Answer> {
        let length = body.len();
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: city\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
        self.0.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut etag, mut length) = (0, String::new(), 0);
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().unwrap();
            }
            let (name, value) = line.split_once(": ").unwrap_or_default();
            match name {
                "content-length" => length = value.parse().unwrap(),
                "etag" => value.clone_into(&mut etag),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(Answer { status, etag, body: String::from_utf8_lossy(&body).into_owned() })
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "Accept: text/html\r\n", "")
    }
}
