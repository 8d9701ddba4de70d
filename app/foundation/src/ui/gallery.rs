//! Every component in its states, for the page `/ui`: a picture book for those who build rooms.

use leptos::prelude::*;

use super::{
    ActionBar, Breadcrumbs, ButtonKind, Card, CheckItem, Checklist, Chip, ChipRow, ChoiceOption, Choices, Column,
    Crumb, DayLine, Details, EmptyState, ErrorSummary, Fact, Facts, Field, FieldError, Gate, Icon, IconName, Lamp,
    LampState, LifeLine, LifeNode, LinkButton, Material, Materials, Notice, PageHead, Pagination, Pill, Place, Places,
    Row, Rows, SearchBox, SectionHead, Step, StepState, Steps, SubmitButton, SummaryList, SummaryRow, Table, TextArea,
    Tile, TileGrid, Tone, ToolButton, ToolLink, gallery_desk::Desk,
};

/// The picture book; its texts are samples.
#[component]
pub fn Gallery() -> AnyView {
    view! {
        <PageHead
            title="组件"
            kicker="一通 · 界面"
            icon=IconName::Services
            meta="每个组件的每种样子，文字都是示例"
            back_href="#main"
            back_label="返回"
        />
        <div class="gallery">
            <Words />
            <Doors />
            <Lists />
            <Guide />
            <Forms />
            <Desk />
            <Icons />
        </div>
    }
    .into_any()
}

/// Buttons, chips, pills, lamps, notices.
#[component]
fn Words() -> AnyView {
    view! {
        <section class="stack" aria-labelledby="g-words">
            <SectionHead id="g-words" title="按钮与标记" more_href="#g-doors" more_label="下一组" />
            <p class="inline">
                <LinkButton href="#g-words" label="开始办理" />
                <LinkButton href="#g-words" label="去补交" kind=ButtonKind::Wanted />
                <LinkButton href="tel:12345" label="打 12345" kind=ButtonKind::Quiet icon=IconName::Phone />
                <SubmitButton label="撤回" kind=ButtonKind::Danger />
            </p>
            <p class="inline">
                <ToolButton label="长辈版" icon=IconName::Type name="mode" value="elder" />
                <ToolButton label="English" icon=IconName::Globe lang="en" />
                <ToolLink href="#g-words" label="搜索" icon=IconName::Search />
            </p>
            <ChipRow label="筛选" scroll=true>
                <Chip href="#g-words" label="全部" count=12_usize current=true />
                <Chip href="#g-words" label="能网上办" count=9_usize />
                <Chip href="#g-words" label="不用跑" count=7_usize />
                <Chip href="#g-words" label="更多筛选" icon=IconName::Filter />
                <Chip href="#g-words" label="个人" icon=IconName::Close hint="取消筛选" />
            </ChipRow>
            <p class="inline">
                <Pill label="不用跑" />
                <Pill label="5 个工作日" tone=Tone::Plain />
                <Pill label="要准备" tone=Tone::Wanted />
                <Pill label="已有" tone=Tone::Ok icon=IconName::Check />
                <Pill label="快到期" tone=Tone::Warn />
                <Pill label="已停用" tone=Tone::Danger />
                <Pill label="试行" tone=Tone::Info />
            </p>
            <p class="inline">
                <Lamp state=LampState::Ok label="还剩 4 个工作日" />
                <Lamp state=LampState::Warn label="还剩 2 个工作日" />
                <Lamp state=LampState::Danger label="超期 1 个工作日" />
                <Lamp state=LampState::Pause label="暂停计时" />
                <Lamp state=LampState::Idle label="未填" />
            </p>
            <DayLine past=3 paused=2 left=4 />
            <DayLine past=5 over=2 />
            <Notice>"工作人员不会问您要验证码。"</Notice>
            <Notice tone=Tone::Ok>"已经存好。"</Notice>
            <Notice tone=Tone::Warn>"公积金系统今晚 22:00–24:00 维护，其他都能办。"</Notice>
            <Notice tone=Tone::Danger>"没交成功，您填的都在。请再试一次。"</Notice>
        </section>
    }
    .into_any()
}

/// Drawing, search, tiles, life line.
#[component]
fn Doors() -> AnyView {
    let events = [
        ("生育收养", IconName::Baby),
        ("入学升学", IconName::School),
        ("就业创业", IconName::Work),
        ("结婚成家", IconName::Ring),
        ("买房租房", IconName::House),
        ("看病医保", IconName::Care),
        ("退休养老", IconName::Rest),
        ("身后事", IconName::Candle),
    ];
    let nodes =
        events.map(|(label, icon)| LifeNode { href: "#g-doors".to_owned(), label: label.to_owned(), icon }).into();
    view! {
        <section class="stack" aria-labelledby="g-doors">
            <SectionHead id="g-doors" title="门与路" />
            <div class="column"><Gate /></div>
            <SearchBox action="" label="搜索服务" button="搜索" placeholder="搜服务、证件或账单" />
            <ul class="suggest" role="listbox" aria-label="建议">
                <li role="option" aria-selected="true">"居住证办理"</li>
                <li role="option" aria-selected="false">"居住证签注"</li>
            </ul>
            <TileGrid>
                <Tile href="#g-doors" icon=IconName::File title="查办事指南" note="每天更新" />
                <Tile href="#g-doors" icon=IconName::Hall title="附近办事大厅" note="看地址和电话" />
                <Tile href="#g-doors" icon=IconName::Water title="水电气缴费" />
                <Tile href="#g-doors" icon=IconName::Care title="看病医保" />
            </TileGrid>
            <Card><LifeLine nodes=nodes /></Card>
        </section>
    }
    .into_any()
}

/// Rows, facts, tables, what stands when there is nothing.
#[component]
fn Lists() -> AnyView {
    let rows = vec![
        Row::new("#g-lists", view! { <mark>"居住证"</mark>"签注（续期）" })
            .meta("公安局")
            .pill("不用跑", Tone::Main)
            .pill("免费", Tone::Plain),
        Row::new("#g-lists", "到窗口办").meta("可先预约").icon(IconName::Hall).end("318 处"),
        Row::new("", "不通向别处的一行").meta("没有箭头"),
    ];
    let places = vec![Place {
        name: "市政务服务中心".to_owned(),
        address: "锦城大道 1 号".to_owned(),
        hours: "周一至周五 09:00–17:00".to_owned(),
        phone: "028-0000 0000".to_owned(),
        map_href: "#g-lists".to_owned(),
        pill: Some(("免预约".to_owned(), Tone::Ok)),
    }];
    let columns =
        vec![Column { label: "选项".to_owned(), number: false }, Column { label: "人数".to_owned(), number: true }];
    let cells = [["非常满意", "10,583"], ["满意", "1,231"]];
    view! {
        <section class="stack" aria-labelledby="g-lists">
            <SectionHead id="g-lists" title="列表" />
            <Breadcrumbs
                label="位置"
                items=vec![
                    Crumb { href: "#main".to_owned(), label: "办事".to_owned() },
                    Crumb { href: "#g-lists".to_owned(), label: "公安".to_owned() },
                ]
            />
            <Card flush=true><Rows items=rows /></Card>
            <Pagination label="翻页" href="#g-lists" more="再看 6 项" seen="已看 20 项，共 26 项" />
            <Card id="g-places" title="到哪里办" note="1 处" flush=true>
                <Places items=places map_label="看地图" />
            </Card>
            <Card>
                <Table caption="近一年评价" columns=columns rows=cells.map(|row| row.map(str::to_owned).into()).into() />
            </Card>
            <Card>
                <EmptyState icon=IconName::Search title="没找到“xx”。换个说法，或者打 12345。">
                    <LinkButton href="#g-lists" label="看全部服务" kind=ButtonKind::Quiet />
                </EmptyState>
            </Card>
        </section>
    }
    .into_any()
}

/// What a service page is made of.
#[component]
fn Guide() -> AnyView {
    let facts = [
        ("要跑几次", "0 次", "全程网上办"),
        ("多久办好", "5 个工作日", "法定 15 日"),
        ("费用", "免费", "首次申领不收费"),
        ("实名要求", "三级 实名", ""),
    ]
    .map(|(label, value, note)| Fact {
        label: label.to_owned(),
        value: value.to_owned(),
        note: note.to_owned(),
        link: None,
    });
    let checks = [(true, "户口不在本市，在本市住满半年"), (false, "换了区县居住的，请办变更")]
        .map(|(fits, text)| CheckItem { fits, text: text.to_owned() });
    let materials = vec![
        Material {
            icon: IconName::IdCard,
            name: "居民身份证".to_owned(),
            meta: "原件 1 份".to_owned(),
            note: String::new(),
            pill: Some(("已有".to_owned(), Tone::Ok)),
        },
        Material {
            icon: IconName::File,
            name: "居住、就业或就读证明".to_owned(),
            meta: "三选一".to_owned(),
            note: "拍照即可".to_owned(),
            pill: Some(("要准备".to_owned(), Tone::Wanted)),
        },
    ];
    let steps = [
        ("网上填写并提交", "约 6 分钟，可中途保存", StepState::Done),
        ("派出所核对", "1 个工作日", StepState::Now),
        ("邮寄到家或自己取", "", StepState::Plain),
    ]
    .map(|(title, note, state)| Step { title: title.to_owned(), note: note.to_owned(), state });
    let law = vec![
        SummaryRow::new("事项编码", "000000000000"),
        SummaryRow::new("依据", view! { <a href="#g-guide">"《居住证暂行条例》第九条"</a> }),
    ];
    view! {
        <section class="stack" aria-labelledby="g-guide">
            <SectionHead id="g-guide" title="办事指南" />
            <div class="with-side">
                <div class="side stack">
                    <Card flush=true><Facts items=facts.into() /></Card>
                    <ActionBar note="约 6 分钟，可中途保存" sum="免费">
                        <LinkButton href="#g-guide" label="开始办理" />
                    </ActionBar>
                </div>
                <div class="stack">
                    <Card id="g-who" title="谁可以办">
                        <Checklist yes_label="可以办" no_label="不能办" items=checks.into() />
                    </Card>
                    <Card id="g-what" title="要准备什么" note="2 项材料" flush=true>
                        <Materials items=materials />
                    </Card>
                    <Card id="g-how" title="怎么办"><Steps items=steps.into() /></Card>
                    <Card id="g-ask" title="大家常问">
                        <Details summary="租房没有备案，能办吗？" open=true>
                            <p>"能。请房东或社区开一份居住证明，拍照上传。"</p>
                        </Details>
                        <Details summary="办好后多久要签注一次？"><p>"每年一次。"</p></Details>
                    </Card>
                    <Card><SummaryList items=law /></Card>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// Fields and choices, right and wrong.
#[component]
fn Forms() -> AnyView {
    let errors =
        vec![FieldError { field: "g-phone".to_owned(), text: "少一位。手机号是 11 位。".to_owned() }];
    let options = |name: &str| {
        ["很有用", "一般", "没有用"]
            .map(|label| ChoiceOption {
                value: format!("{name}-{label}"),
                label: label.to_owned(),
                note: String::new(),
                checked: label == "一般",
            })
            .into()
    };
    view! {
        <section class="stack" aria-labelledby="g-forms">
            <SectionHead id="g-forms" title="表单" />
            <div class="column stack">
                <ErrorSummary title="有 1 处要改" items=errors />
                <Field id="g-name" name="name" label="姓名" hint="和身份证上一样" autocomplete="name" />
                <Field
                    id="g-phone"
                    name="phone"
                    label="手机号"
                    kind="tel"
                    value="1380000000"
                    error="少一位。手机号是 11 位。"
                    autocomplete="tel"
                    inputmode="numeric"
                    short=true
                />
                <TextArea id="g-text" name="text" label="意见" hint="200 字以内" maxlength=200_u32 />
                <Choices id="g-one" name="one" legend="这页有用吗？" options=options("one") />
                <Choices id="g-many" name="many" legend="哪些有用？" several=true options=options("many") />
                <p><SubmitButton label="提交" full=true /></p>
            </div>
        </section>
    }
    .into_any()
}

/// Every symbol with its name.
#[component]
fn Icons() -> AnyView {
    let icons = IconName::ALL
        .iter()
        .map(|&name| view! { <li class="inline"><Icon name=name /><span class="meta">{name.id()}</span></li> })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="g-icons">
            <SectionHead id="g-icons" title="图标" />
            <Card><ul class="tiles">{icons}</ul></Card>
        </section>
    }
    .into_any()
}
