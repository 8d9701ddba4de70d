//! Icons: one symbol of the sprite `public/icons.svg`, drawn in the colour of the text around it.

use std::sync::Arc;

use leptos::prelude::*;

/// Where the sprite is served (with its content hash), as a context value.
#[derive(Clone, Debug)]
pub struct Sprite(pub Arc<str>);

/// Address of the sprite when no [`Sprite`] is in the context.
const PLAIN_SPRITE: &str = "/icons.svg";

macro_rules! icon_names {
    ($($variant:ident = $id:literal),+ $(,)?) => {
        /// A symbol of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum IconName {
            $(#[doc = concat!("The symbol `i-", $id, "`.")] $variant,)+
        }

        impl IconName {
            /// Every symbol that is shipped.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the sprite, without its prefix `i-`.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// The symbol of that name, for names kept as data.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|name| name.id() == id)
            }
        }
    };
}

icon_names! {
    Audit = "audit",
    Baby = "baby",
    Bell = "bell",
    Bolt = "bolt",
    Calendar = "calendar",
    Candle = "candle",
    Car = "car",
    Card = "card",
    Care = "care",
    Check = "check",
    Clock = "clock",
    Close = "close",
    Code = "code",
    Down = "down",
    Download = "download",
    Edit = "edit",
    Family = "family",
    File = "file",
    FileCheck = "filecheck",
    Filter = "filter",
    Flame = "flame",
    Fund = "fund",
    Globe = "globe",
    Hall = "hall",
    Hand = "hand",
    Help = "help",
    History = "history",
    Home = "home",
    House = "house",
    IdCard = "idcard",
    Inbox = "inbox",
    Info = "info",
    Kiosk = "kiosk",
    LampDanger = "lamp-danger",
    LampIdle = "lamp-idle",
    LampOk = "lamp-ok",
    LampPause = "lamp-pause",
    LampWarn = "lamp-warn",
    Layers = "layers",
    Left = "left",
    Mail = "mail",
    Menu = "menu",
    Message = "message",
    Out = "out",
    Passkey = "passkey",
    Passport = "passport",
    Phone = "phone",
    Pin = "pin",
    Refresh = "refresh",
    Rest = "rest",
    Right = "right",
    Ring = "ring",
    Route = "route",
    School = "school",
    Search = "search",
    Services = "services",
    Share = "share",
    Shield = "shield",
    Star = "star",
    Truck = "truck",
    Type = "type",
    User = "user",
    Water = "water",
    Work = "work",
}

/// An icon, hidden from screen readers: the words beside it speak.
#[component]
pub fn Icon(
    /// Which symbol.
    name: IconName,
    /// Drawn at 18 px instead of 24, for lines of small text.
    #[prop(optional)]
    small: bool,
    /// Drawn at 36 px instead of 24, for empty states.
    #[prop(optional)]
    large: bool,
) -> AnyView {
    let class = match (small, large) {
        (true, _) => "i s",
        (_, true) => "i l",
        _ => "i",
    };
    let sprite = use_context::<Sprite>();
    let sprite = sprite.as_ref().map_or(PLAIN_SPRITE, |sprite| &sprite.0);
    let href = format!("{sprite}#i-{}", name.id());
    view! { <svg class=class aria-hidden="true"><use_ href=href /></svg> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::IconName;

    const SPRITE: &str = include_str!("../../../../public/icons.svg");

    #[test]
    fn the_sprite_holds_exactly_the_named_symbols() {
        let shipped: Vec<&str> =
            SPRITE.split("<symbol id=\"i-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let named: Vec<&str> = IconName::ALL.iter().map(|name| name.id()).collect();
        assert_eq!(shipped, named);
    }

    #[test]
    fn the_sprite_passes_a_strict_content_security_policy() {
        assert!(!SPRITE.contains("style"), "no style attributes or elements");
        assert!(!SPRITE.contains("<script"));
    }

    #[test]
    fn names_are_found_by_id() {
        assert_eq!(IconName::from_id("id-card"), None);
        assert_eq!(IconName::from_id("idcard"), Some(IconName::IdCard));
    }
}
