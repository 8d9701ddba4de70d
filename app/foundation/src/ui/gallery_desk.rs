use leptos::prelude::*;

use super::{
    AppLogo, AppliedFilter, Card, CountTile, Crumb, DataColumn, DataRow, DataTable, DeskHead, Field, FilterBar,
    IconName, LinkButton, Moment, Person, Pill, SectionHead, Select, SelectOption, SortOrder, TileGrid, Timeline, Tone,
};

/// What the desk is built from.
#[component]
pub(super) fn Desk() -> AnyView {
    let crumbs = vec![Crumb { href: "#g-desk".to_owned(), label: "事项管理".to_owned() }];
    let columns = vec![
        DataColumn::text("名称"),
        DataColumn::text("编码").sorted("#g-desk", SortOrder::Not),
        DataColumn::text("状态"),
        DataColumn::number("版本"),
        DataColumn::text("改动").sorted("#g-desk", SortOrder::Descending),
    ];
    let rows = [("居住证签注", "510100-06-001", "3"), ("户口迁移（购房）", "510100-06-014", "12")]
        .map(|(name, code, version)| {
            DataRow::new(view! { <a href="#g-desk">{name}</a> })
                .cell(code)
                .cell(view! { <Pill label="已发布" tone=Tone::Ok /> })
                .cell(version)
                .cell("11月24日 14:06 · 李*")
                .pick(code, format!("选“{name}”"))
        })
        .into();
    let moments = vec![
        Moment::new("第 12 版", "11月24日 14:06")
            .moment("2026-11-24T14:06:00+08:00")
            .who("李* 写，王* 审")
            .text("承诺时限缩短到 3 个工作日")
            .pill("线上", Tone::Ok)
            .now(),
        Moment::new("第 11 版", "10月8日 09:00").who("李* 写，王* 审"),
    ];
    let departments = ["公安局", "民政局"]
        .map(|label| SelectOption { value: label.to_owned(), label: label.to_owned(), selected: label == "民政局" })
        .into();
    let applied = vec![AppliedFilter { label: "部门：公安局".to_owned(), href: "#g-desk".to_owned() }];
    view! {
        <section class="stack" aria-labelledby="g-desk">
            <SectionHead id="g-desk" title="工作台" />
            <DeskHead
                title="新生儿落户（出生登记）"
                crumbs=crumbs
                crumbs_label="工作台位置"
                kicker="510100-06-001"
                meta="11月24日 14:06 李* 改过"
                pills=vec![("草稿".to_owned(), Tone::Plain), ("线上第 12 版".to_owned(), Tone::Ok)]
            >
                <LinkButton href="#g-desk" label="提交审核" />
            </DeskHead>
            <TileGrid>
                <CountTile href="#g-desk" label="等您审核" count="4" icon=IconName::Inbox wanted=true />
                <CountTile href="#g-desk" label="写着的" count="12" icon=IconName::Edit note="3 项退回" />
            </TileGrid>
            <FilterBar
                action=""
                label="工作台筛选"
                button="看结果"
                applied=applied
                applied_label="已选"
                remove_hint="，取消"
            >
                <Field id="g-filter" name="q" label="名称或编码" />
                <Select id="g-select" name="department" label="部门" options=departments />
            </FilterBar>
            <Card flush=true>
                <DataTable caption="事项" columns=columns rows=rows pick_name="code" pick_label="选择" />
            </Card>
            <Card><Timeline items=moments /></Card>
            <p class="inline"><Person name="李*" note="户政窗口" /><Person name="王*" /><AppLogo src=None name="停车" /></p>
        </section>
    }
    .into_any()
}
