use catalogue::{
    model::ItemCode,
    publishing::{Edit, MOST_SELECTED},
};
use foundation::{error::AppError, text::Texts};

/// What is done with a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Taken from the public.
    Withdraw,
    /// Other areas.
    Retag,
    /// Another department.
    Reassign,
}

impl Act {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "withdraw" => Some(Self::Withdraw),
            "retag" => Some(Self::Retag),
            "reassign" => Some(Self::Reassign),
            _ => None,
        }
    }

    /// The name in forms.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Withdraw => "withdraw",
            Self::Retag => "retag",
            Self::Reassign => "reassign",
        }
    }

    /// The field that has to be filled in.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Withdraw => "reason",
            Self::Retag => "add_area",
            Self::Reassign => "department",
        }
    }

    /// The title of its page.
    pub(super) fn title(self, texts: &Texts) -> &'static str {
        match self {
            Self::Withdraw => texts.desk_bulk_withdraw_title(),
            Self::Retag => texts.desk_bulk_retag_title(),
            Self::Reassign => texts.desk_bulk_reassign_title(),
        }
    }
}

/// A form of the bulk pages: a selection, and what is to be done with it.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) act: Act,
    pub(super) codes: Vec<ItemCode>,
    /// The query of the list that was left.
    pub(super) back: String,
    pub(super) reason: String,
    pub(super) add_areas: Vec<String>,
    pub(super) remove_areas: Vec<String>,
    pub(super) department: String,
}

impl Given {
    /// Reads the form. What is no act is refused; what is no code was never on the page and is left out.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, AppError> {
        let one =
            |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
        // A code holds no control character, and neither does anything else that is looked up.
        let all = |name: &str| -> Vec<String> {
            let values = pairs.iter().filter(|(key, value)| key == name && ItemCode::parse(value).is_some());
            values.map(|(_, value)| value.clone()).take(MOST_SELECTED).collect()
        };
        let act = Act::parse(&one("act")).ok_or_else(|| AppError::invalid("act", "unknown-choice"))?;
        let department = one("department");
        let department = ItemCode::parse(&department).map(|_| department).unwrap_or_default();
        // The list's own queries hold nothing else; so nothing else is led back to.
        let back = one("return");
        let is_query = back.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=&%-_.".contains(&byte));
        Ok(Self {
            act,
            codes: all("code").iter().filter_map(|code| ItemCode::parse(code)).collect(),
            back: if is_query && back.len() <= 2_000 { back } else { String::new() },
            reason: one("reason"),
            add_areas: all("add_area"),
            remove_areas: all("remove_area"),
            department,
        })
    }

    /// The change of the texts; none where the act is another, or it is not said yet what to change.
    pub(super) fn edit(&self) -> Option<Edit> {
        match self.act {
            Act::Withdraw => None,
            Act::Retag => (!self.add_areas.is_empty() || !self.remove_areas.is_empty()).then(|| Edit::Retag {
                add_areas: self.add_areas.clone(),
                remove_areas: self.remove_areas.clone(),
                add_events: Vec::new(),
                remove_events: Vec::new(),
            }),
            Act::Reassign => (!self.department.is_empty()).then(|| Edit::Reassign(self.department.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_no_code_is_left_out_and_what_is_no_act_is_refused() {
        let given = Given::read(&pairs(&[
            ("act", "withdraw"),
            ("code", "510100-06-001"),
            ("code", "a\0b"),
            ("code", ""),
            ("return", "live=published"),
        ]))
        .unwrap();
        assert_eq!(given.codes.len(), 1);
        assert_eq!(given.back, "live=published");
        assert!(Given::read(&pairs(&[("act", "burn")])).is_err());
        assert!(Given::read(&[]).is_err());
    }

    #[test]
    fn the_way_back_is_a_query_of_the_list_and_nothing_else() {
        for back in ["//evil.example", "a=b\r\nSet-Cookie: x", "javascript:alert(1)", "#x"] {
            let given = Given::read(&pairs(&[("act", "retag"), ("return", back)])).unwrap();
            assert_eq!(given.back, "", "{back:?}");
        }
    }
}
