//! What differs between two texts: what is gone over what came, with the differing part marked.

use leptos::prelude::*;

use super::filled;

/// One thing that differs.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Where.
    pub heading: String,
    /// More about it, or nothing.
    pub note: String,
    /// Lines that are gone: pieces, each with whether it differs.
    pub before: Vec<Vec<(String, bool)>>,
    /// Lines that came.
    pub after: Vec<Vec<(String, bool)>>,
}

/// Differences one under the other; signs and words say what colours repeat.
#[component]
pub fn Diff(
    /// Said before each line that is gone, for example 删去.
    #[prop(into)]
    removed_label: String,
    /// Said before each line that came, for example 添加.
    #[prop(into)]
    added_label: String,
    /// What differs.
    items: Vec<Difference>,
) -> AnyView {
    let items = items
        .into_iter()
        .map(|item| {
            let gone = item.before.into_iter().map(|line| {
                view! { <del><span class="vh">{removed_label.clone()}" "</span><span aria-hidden="true">"− "</span>{pieces(line)}</del> }
            });
            let gone = gone.collect_view();
            let came = item.after.into_iter().map(|line| {
                view! { <ins><span class="vh">{added_label.clone()}" "</span><span aria-hidden="true">"+ "</span>{pieces(line)}</ins> }
            });
            let came = came.collect_view();
            view! {
                <div class="diff-item">
                    <dt>{item.heading}</dt>
                    {filled(item.note).map(|note| view! { <dd class="meta">{note}</dd> })}
                    <dd class="diff-lines">{gone}{came}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="diff">{items}</dl> }.into_any()
}

fn pieces(line: Vec<(String, bool)>) -> AnyView {
    line.into_iter()
        .map(|(text, differs)| if differs { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Diff, Difference};

    #[test]
    fn lines_say_in_words_and_signs_what_they_are() {
        let items = vec![Difference {
            heading: "承诺".to_owned(),
            before: vec![vec![("5 ".to_owned(), true), ("天".to_owned(), false)]],
            after: vec![vec![("<b>".to_owned(), true)]],
            ..Difference::default()
        }];
        let html = view! { <Diff removed_label="删去" added_label="添加" items=items /> }.to_html();
        assert!(html.contains("删去") && html.contains("添加") && html.contains("<mark>"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
    }
}
