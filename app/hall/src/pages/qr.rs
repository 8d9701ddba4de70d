use fast_qr::{QRBuilder, convert::svg::SvgBuilder};

/// A text as a picture that devices read: SVG. Empty where the text is too long for one, which no address of ours is.
pub(super) fn picture(text: &str) -> String {
    QRBuilder::new(text).build().map(|code| SvgBuilder::default().to_str(&code)).unwrap_or_default()
}
