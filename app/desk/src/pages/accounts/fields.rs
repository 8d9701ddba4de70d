use leptos::prelude::*;

use super::{super::forms::Refused, department_words, role_words};
use catalogue::Snapshot;
use foundation::{
    context::Cx,
    error::FieldError,
    ui::{Select, SelectOption},
};
use identity::{Authority, Grant, Role};

/// A role and a department as a form sends them.
pub(super) fn parse_grant(role: &str, department: &str) -> Result<Grant, FieldError> {
    let role = Role::parse(role).ok_or_else(|| FieldError::new("role", "account-role"))?;
    if department.len() > 100 || department.chars().any(char::is_control) {
        return Err(FieldError::new("department", "account-no-department"));
    }
    Ok(Grant { role, department: (!department.is_empty()).then(|| department.to_owned()) })
}

/// The two fields of a role: which, and where. They offer what the person could give.
pub(super) fn grant_fields(
    cx: &Cx,
    authority: &Authority,
    snapshot: &Snapshot,
    chosen: (&str, &str),
    refused: &Refused,
) -> AnyView {
    let texts = cx.texts;
    let roles: Vec<SelectOption> = authority
        .grantable()
        .into_iter()
        .map(|role| SelectOption {
            value: role.code().to_owned(),
            label: role_words(cx, role),
            selected: chosen.0 == role.code(),
        })
        .collect();
    let mut departments: Vec<SelectOption> = authority
        .departments()
        .into_iter()
        .map(|id| SelectOption {
            label: format!("{} {id}", department_words(cx, snapshot, &id)),
            selected: chosen.1 == id,
            value: id,
        })
        .collect();
    if authority.manages_city() {
        let none = SelectOption {
            value: String::new(),
            label: texts.account_department_none().to_owned(),
            selected: chosen.1.is_empty(),
        };
        departments.insert(0, none);
    }
    let (role_error, department_error) = (refused.of("role"), refused.of("department"));
    view! {
        <Select id="role" name="role" label=texts.account_role() options=roles error=role_error />
        <Select
            id="department"
            name="department"
            label=texts.account_department()
            hint=texts.account_department_hint()
            options=departments
            error=department_error
        />
    }
    .into_any()
}
