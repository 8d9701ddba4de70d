/// What a company is called: 2 to 100 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyName(String);

impl CompanyName {
    /// Reads a name; spaces around it are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let well_formed = (2..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the same as a register's: spaces and the two kinds of brackets do not count.
    pub fn agrees_with(&self, registered: &str) -> bool {
        plain(&self.0) == plain(registered)
    }
}

fn plain(text: &str) -> String {
    let narrow = |c| match c {
        '（' => '(',
        '）' => ')',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

/// What happened in a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyAct {
    /// Its account was opened.
    Opened,
    /// It has another legal representative.
    Representative,
    /// Somebody was asked to act for it.
    Invited,
    /// That was taken back.
    Uninvited,
    /// Somebody became its agent.
    Agent,
    /// An agent's powers changed.
    Powers,
    /// An agent is none any more.
    Ended,
}

impl CompanyAct {
    /// The name as stored, and part of message keys (`company-event-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Representative => "representative",
            Self::Invited => "invited",
            Self::Uninvited => "uninvited",
            Self::Agent => "agent",
            Self::Powers => "powers",
            Self::Ended => "ended",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Opened, Self::Representative, Self::Invited, Self::Uninvited, Self::Agent, Self::Powers, Self::Ended]
            .into_iter()
            .find(|act| act.code() == text)
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_name_agrees_with_the_register_s_whatever_its_brackets() {
        let name = CompanyName::parse(" 蓉城(成都)科技有限公司 ").unwrap();
        assert!(name.agrees_with("蓉城（成都）科技 有限公司") && !name.agrees_with("蓉城科技有限公司"));
        assert!(CompanyName::parse("x").is_none() && CompanyName::parse("a\u{0}b").is_none());
    }
}
