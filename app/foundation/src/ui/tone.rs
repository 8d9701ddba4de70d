//! Tinted grounds shared by pills, notices and icon tiles.

/// What a tinted ground says; always beside words, never alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Jade: the good or usual answer.
    #[default]
    Main,
    /// Grey: a plain fact.
    Plain,
    /// Hibiscus: this waits for the person.
    Wanted,
    /// Green: in order.
    Ok,
    /// Amber: take care.
    Warn,
    /// Red: wrong or too late.
    Danger,
    /// Blue: good to know.
    Info,
}

impl Tone {
    /// The CSS class of the tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Main => "tone-main",
            Self::Plain => "tone-plain",
            Self::Wanted => "tone-wanted",
            Self::Ok => "tone-ok",
            Self::Warn => "tone-warn",
            Self::Danger => "tone-danger",
            Self::Info => "tone-info",
        }
    }
}
