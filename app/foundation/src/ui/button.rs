//! What a button looks like; the components are [`super::LinkButton`] and [`super::SubmitButton`].

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action of the page.
    #[default]
    Primary,
    /// Any other action.
    Quiet,
    /// The main action when something waits for the person; at most one on a screen.
    Wanted,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    /// The CSS classes, `full` for the whole width.
    pub(super) const fn class(self, full: bool) -> &'static str {
        match (self, full) {
            (Self::Primary, false) => "btn",
            (Self::Primary, true) => "btn full",
            (Self::Quiet, false) => "btn btn-quiet",
            (Self::Quiet, true) => "btn btn-quiet full",
            (Self::Wanted, false) => "btn btn-wanted",
            (Self::Wanted, true) => "btn btn-wanted full",
            (Self::Danger, false) => "btn btn-danger",
            (Self::Danger, true) => "btn btn-danger full",
        }
    }
}
