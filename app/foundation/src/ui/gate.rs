//! The drawing of the signed-out home.

use leptos::prelude::*;

/// Arches crossed by one line that ends in a hibiscus; decoration only.
#[component]
pub fn Gate() -> AnyView {
    view! {
        <svg class="gate" viewBox="0 0 560 420" aria-hidden="true">
            <g class="arch">
                <path d="M40 400V210a190 190 0 0 1 380 0v190"></path>
                <path d="M85 400V225a145 145 0 0 1 290 0v175"></path>
                <path d="M130 400V240a100 100 0 0 1 200 0v160"></path>
                <path d="M172 400V255a58 58 0 0 1 116 0v145"></path>
                <path d="M10 400h440"></path>
            </g>
            <path class="thread" d="M10 300h426"></path>
            <g class="flower" transform="translate(480 300)">
                <path id="petal" transform="rotate(18)" d="M0 0c-34-12-44-40-27-56 7-7 16-2 22-7q5-3 10 0c6 5 15 0 22 7 17 16 7 44-27 56zv-44M-6-19l-8-20M6-19l8-20"></path>
                <use_ href="#petal" transform="rotate(72)"></use_>
                <use_ href="#petal" transform="rotate(144)"></use_>
                <use_ href="#petal" transform="rotate(216)"></use_>
                <use_ href="#petal" transform="rotate(288)"></use_>
                <path d="M0 0q16 3 30-10"></path>
                <g class="seed">
                    <circle r="6"></circle>
                    <circle cx="32" cy="-12" r="4"></circle>
                    <circle cx="24" cy="-12" r="3"></circle>
                    <circle cx="34" cy="-3" r="3"></circle>
                </g>
            </g>
        </svg>
    }
    .into_any()
}
