use fast_qr::QRBuilder;
use leptos::prelude::*;

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// A text as a QR code: black on white, whatever the page's colours are, or cameras fail; nothing where it is too long for one.
pub(super) fn qr(text: &str, label: String) -> Option<AnyView> {
    let code = QRBuilder::new(text).build().ok()?;
    let whole = code.size + 2 * QUIET;
    let mut runs = Vec::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = code[row][column..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                runs.push(format!("M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET));
            }
            column += run.max(1);
        }
    }
    Some(
        view! {
            <svg class="visit-qr" viewBox=format!("0 0 {whole} {whole}") role="img" aria-label=label shape-rendering="crispEdges">
                <rect width=whole.to_string() height=whole.to_string() fill="#fff"></rect>
                <path fill="#000" d=runs.concat()></path>
            </svg>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_elements_alone() {
        let drawn = qr("2345678Z", "code".to_owned()).unwrap().to_html();
        assert!(drawn.contains("M4 4h7v1h-7z"), "the corner that cameras look for: {drawn}");
        assert!(!drawn.contains("style") && !drawn.contains("<script"));
    }
}
