use leptos::prelude::*;

use super::{
    super::{
        items::list_path,
        refused::Refused,
        words::{department_name, item_crumbs, item_path, name_view},
    },
    given::{Act, Given},
};
use catalogue::{
    Catalogue,
    publishing::{Fate, Foreseen},
};
use foundation::{
    context::Cx,
    ui::{
        ButtonKind, Card, ChoiceOption, Choices, DataColumn, DataRow, DataTable, DeskHead, Details, LinkButton, Notice,
        Pill, Select, SelectOption, SubmitButton, TextArea, Tone,
    },
};
use identity::{Actor, Permission};

/// The longest reason, in characters; the service has the last word.
const REASON: u32 = 500;

/// The page where nothing was picked.
pub(super) fn nothing(cx: &Cx, given: &Given, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    view! {
        <DeskHead title=given.act.title(texts) crumbs=item_crumbs(cx, None) crumbs_label=texts.desk_trail() />
        {refused.view(cx)}
        <p id="items">
            <LinkButton href=cx.href(&list_path(&given.back)) label=texts.desk_bulk_back() kind=ButtonKind::Quiet />
        </p>
    }
    .into_any()
}

/// What would become of a selection, while it is drawn.
pub(super) struct Preview<'a> {
    pub(super) cx: &'a Cx,
    pub(super) actor: &'a Actor,
    pub(super) catalogue: &'a Catalogue,
    pub(super) given: &'a Given,
    pub(super) foreseen: &'a [Foreseen],
    pub(super) refused: &'a Refused,
}

impl Preview<'_> {
    pub(super) fn draw(&self) -> AnyView {
        let (cx, texts, given) = (self.cx, self.cx.texts, self.given);
        let what = match given.act {
            Act::Withdraw => texts.desk_bulk_withdraw_what(),
            Act::Retag | Act::Reassign => texts.desk_bulk_edit_what(),
        };
        // What to change is asked for first; a withdrawal is known without.
        let forms = match (given.act, given.edit()) {
            (Act::Withdraw, _) => self.confirm(self.reason()),
            (_, Some(_)) => view! { {self.confirm(().into_any())} {self.ask()} }.into_any(),
            (_, None) => self.ask(),
        };
        view! {
            <DeskHead
                title=given.act.title(texts)
                crumbs=item_crumbs(cx, None)
                crumbs_label=texts.desk_trail()
                meta=texts.desk_bulk_picked(given.codes.len().to_string())
            />
            {self.refused.view(cx)}
            <Notice>{what}</Notice>
            {self.effect()}
            {forms}
        }
        .into_any()
    }

    /// What would become of each; those of which nothing becomes say why.
    fn effect(&self) -> Option<AnyView> {
        let (cx, texts) = (self.cx, self.cx.texts);
        if self.foreseen.is_empty() {
            return None;
        }
        let columns = vec![
            DataColumn::text(texts.desk_column_name()),
            DataColumn::text(texts.desk_column_code()),
            DataColumn::text(texts.desk_bulk_effect()),
        ];
        let rows = self
            .foreseen
            .iter()
            .map(|one| {
                let tone = match one.fate {
                    Fate::Done => Tone::Main,
                    Fate::Same => Tone::Plain,
                    _ => Tone::Danger,
                };
                let word = texts.by_key(&format!("desk-fate-{}", one.fate.key())).unwrap_or_default();
                let faults = match &one.fate {
                    Fate::Faults(faults) => faults.iter().map(|fault| fault.reason.clone()).collect::<Vec<_>>(),
                    _ => Vec::new(),
                };
                let faults = faults.into_iter().map(|fault| view! { <small>{fault}</small> }).collect_view();
                let (href, name) = (cx.href(&item_path(&one.code, "")), name_view(cx.language(), &one.name));
                DataRow::new(view! { <a href=href>{name}</a> })
                    .cell(one.code.to_string())
                    .cell(view! { <span><Pill label=word tone=tone />{faults}</span> })
            })
            .collect();
        let done = self.count(|fate| *fate == Fate::Done);
        let refused = self.count(|fate| !matches!(fate, Fate::Done | Fate::Same));
        let caption = texts.desk_bulk_counts(done.to_string(), refused.to_string());
        Some(view! { <Card flush=true><DataTable caption=caption columns=columns rows=rows /></Card> }.into_any())
    }

    fn count(&self, fits: impl Fn(&Fate) -> bool) -> usize {
        self.foreseen.iter().filter(|one| fits(&one.fate)).count()
    }

    /// The form that does it, for those of which something becomes; nothing where there are none.
    fn confirm(&self, fields: AnyView) -> AnyView {
        let (cx, texts, given) = (self.cx, self.cx.texts, self.given);
        let codes: Vec<String> =
            self.foreseen.iter().filter(|one| one.fate == Fate::Done).map(|one| one.code.to_string()).collect();
        let back = cx.href(&list_path(&given.back));
        if codes.is_empty() {
            return view! { <p><LinkButton href=back label=texts.desk_bulk_back() kind=ButtonKind::Quiet /></p> }
                .into_any();
        }
        let (label, kind) = match given.act {
            Act::Withdraw => (texts.desk_bulk_withdraw_do(codes.len().to_string()), ButtonKind::Danger),
            Act::Retag | Act::Reassign => (texts.desk_bulk_edit_do(codes.len().to_string()), ButtonKind::Primary),
        };
        let hidden = self.hidden(&codes, true);
        let action = cx.href("/desk/items/bulk/confirm");
        view! {
            <Card>
                <form class="stack desk-form" method="post" action=action>
                    {hidden}
                    {fields}
                    <div class="desk-buttons">
                        <SubmitButton label=label kind=kind />
                        <LinkButton href=back label=texts.desk_leave() kind=ButtonKind::Quiet />
                    </div>
                </form>
            </Card>
        }
        .into_any()
    }

    /// The form that asks what to change, and leads to its effect.
    fn ask(&self) -> AnyView {
        let (cx, texts, given) = (self.cx, self.cx.texts, self.given);
        let codes: Vec<String> = given.codes.iter().map(ToString::to_string).collect();
        let hidden = self.hidden(&codes, false);
        let fields = match given.act {
            Act::Reassign => self.departments(),
            _ => self.areas(),
        };
        let action = cx.href("/desk/items/bulk");
        let form = view! {
            <form class="stack desk-form" method="post" action=action>
                {hidden}
                {fields}
                <SubmitButton label=texts.desk_bulk_see_effect() kind=ButtonKind::Quiet />
            </form>
        }
        .into_any();
        if given.edit().is_some() {
            return view! { <Card><Details summary=texts.desk_bulk_other()>{form}</Details></Card> }.into_any();
        }
        view! { <Card>{form}</Card> }.into_any()
    }

    fn reason(&self) -> AnyView {
        let texts = self.cx.texts;
        view! {
            <TextArea
                id="reason" name="reason" label=texts.desk_reason() hint=texts.desk_reason_hint()
                value=self.given.reason.clone() error=self.refused.of(self.cx, "reason") maxlength=REASON
            />
        }
        .into_any()
    }

    fn areas(&self) -> AnyView {
        let (texts, language) = (self.cx.texts, self.cx.language());
        let options = |chosen: &[String]| -> Vec<ChoiceOption> {
            let snapshot = self.catalogue.snapshot();
            let option = |area: &catalogue::model::Area| ChoiceOption {
                value: area.code.clone(),
                label: area.name.get(language).to_owned(),
                note: String::new(),
                checked: chosen.contains(&area.code),
            };
            snapshot.areas.iter().map(option).collect()
        };
        view! {
            <Choices
                id="add_area" name="add_area" legend=texts.desk_bulk_add_areas() several=true
                options=options(&self.given.add_areas) error=self.refused.of(self.cx, "add_area")
            />
            <Choices
                id="remove_area" name="remove_area" legend=texts.desk_bulk_remove_areas() several=true
                options=options(&self.given.remove_areas)
            />
        }
        .into_any()
    }

    /// The departments for which this person writes.
    fn departments(&self) -> AnyView {
        let texts = self.cx.texts;
        let snapshot = self.catalogue.snapshot();
        let options =
            std::iter::once(SelectOption { label: texts.desk_bulk_choose().to_owned(), ..Default::default() })
                .chain(
                    snapshot
                        .departments
                        .iter()
                        .filter(|one| self.actor.may(Permission::EditItems, &snapshot.department_chain(&one.id)))
                        .map(|one| SelectOption {
                            selected: one.id == self.given.department,
                            label: department_name(self.catalogue, self.cx.language(), &one.id),
                            value: one.id.clone(),
                        }),
                )
                .collect();
        view! {
            <Select
                id="department" name="department" label=texts.desk_bulk_new_department()
                options=options error=self.refused.of(self.cx, "department")
            />
        }
        .into_any()
    }

    /// What the next form has to know. `all`: what to change too, where the form does not ask for it.
    fn hidden(&self, codes: &[String], all: bool) -> AnyView {
        let given = self.given;
        let mut pairs = vec![("act", given.act.code().to_owned()), ("return", given.back.clone())];
        pairs.extend(codes.iter().map(|code| ("code", code.clone())));
        if all {
            pairs.extend(given.add_areas.iter().map(|area| ("add_area", area.clone())));
            pairs.extend(given.remove_areas.iter().map(|area| ("remove_area", area.clone())));
            if !given.department.is_empty() {
                pairs.push(("department", given.department.clone()));
            }
        }
        pairs
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view()
            .into_any()
    }
}
