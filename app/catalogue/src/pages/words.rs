//! Values of the model in words: money, limits, visits.

use crate::model::{Fee, Limit, LimitUnit, ServiceItem};
use foundation::{text::Texts, ui::Tone};

/// A limit in words: 5个工作日.
pub(super) fn limit(texts: &Texts, limit: Limit) -> String {
    let value = limit.value.get();
    match limit.unit {
        LimitUnit::Hours => texts.limit_hours(value),
        LimitUnit::WorkingDays => texts.limit_working_days(value),
        LimitUnit::CalendarDays => texts.limit_calendar_days(value),
        LimitUnit::Months => texts.limit_months(value),
    }
}

/// How long it takes, as promised; a case done on the spot says so.
pub(super) fn promised(texts: &Texts, item: &ServiceItem) -> Option<String> {
    use crate::model::CaseType;
    if item.case_type == Some(CaseType::OnTheSpot) {
        return Some(texts.done_on_the_spot().to_owned());
    }
    item.promised_limit.map(|promise| limit(texts, promise))
}

/// How often one must come.
pub(super) fn visits(texts: &Texts, item: &ServiceItem) -> Option<String> {
    match item.visits {
        None if item.is_fully_remote() => Some(texts.visits_count(0)),
        None => None,
        Some(times) => Some(texts.visits_count(times)),
    }
}

/// What it costs, in one word or amount.
pub(super) fn fee(texts: &Texts, fee: &Fee) -> String {
    if fee.free {
        return texts.fee_free().to_owned();
    }
    let varies = fee.lines.iter().any(|line| line.amount_fen.is_none_or(|fen| fen == 0));
    match fee.range_fen() {
        Some((low, high)) if low == high && !varies => yuan(low),
        Some((low, _)) if low > 0 => texts.fee_from(yuan(low)),
        _ => texts.fee_varies().to_owned(),
    }
}

/// An amount: ¥54.54, ¥20.
pub(super) fn yuan(fen: u32) -> String {
    let (yuan, rest) = (fen / 100, fen % 100);
    if rest == 0 { format!("¥{yuan}") } else { format!("¥{yuan}.{rest:02}") }
}

/// At most three pills of a list's row: visits, time, fee.
pub(super) fn pills(texts: &Texts, item: &ServiceItem) -> Vec<(String, Tone)> {
    let mut pills = Vec::new();
    if item.is_fully_remote() {
        pills.push((texts.pill_no_visit().to_owned(), Tone::Main));
    } else if let Some(visits) = item.visits {
        pills.push((texts.pill_visits(visits), Tone::Main));
    }
    if let Some(promise) = promised(texts, item) {
        pills.push((promise, Tone::Plain));
    }
    if let Some(price) = &item.fee {
        pills.push((fee(texts, price), Tone::Plain));
    }
    pills
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bilingual, FeeLine};
    use foundation::text::Language;

    fn line(fen: Option<u32>) -> FeeLine {
        FeeLine { name: Bilingual::zh("工本费"), amount_fen: fen, per: Bilingual::zh("证") }
    }

    #[test]
    fn money_has_fen_only_where_there_are_any() {
        assert_eq!(yuan(2000), "¥20");
        assert_eq!(yuan(5454), "¥54.54");
        assert_eq!(yuan(5), "¥0.05");
    }

    #[test]
    fn a_fee_is_one_amount_a_lowest_amount_or_said_to_vary() {
        let texts = Language::FIRST.texts();
        let charged = |lines| Fee { free: false, lines, basis: None, note: None };
        assert_eq!(fee(texts, &Fee::free()), "免费");
        assert_eq!(fee(texts, &charged(vec![line(Some(2000))])), "¥20");
        assert_eq!(fee(texts, &charged(vec![line(Some(2000)), line(Some(4000))])), "¥20起");
        assert_eq!(fee(texts, &charged(vec![line(None)])), "按情况收");
    }
}
