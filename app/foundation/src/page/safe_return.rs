use crate::context::split_language;

/// The longest path we lead back to.
const MAX_BYTES: usize = 2_000;

/// Where a form leads back to: a path of this site without its language, or the home page. Never another site: an address
/// that begins with two slashes, or holds a backslash or a control character, would be one to some browsers.
pub fn safe_return(path: &str) -> String {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= MAX_BYTES
        && !path.chars().any(|c| c == '\\' || c.is_control());
    if !is_local {
        return "/".to_owned();
    }
    let (_, path) = split_language(path);
    if path.starts_with("//") { "/".to_owned() } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_paths_of_this_site_are_returned_to() {
        assert_eq!(safe_return("/items/x?y=1"), "/items/x?y=1");
        assert_eq!(safe_return("/en/items/x"), "/items/x");
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/en//evil.example",
            "/a\r\nSet-Cookie: x",
            "javascript:alert(1)",
        ] {
            assert_eq!(safe_return(bad), "/", "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_the_way_back_begins_with_one_slash(path in ".{0,60}") {
            let back = safe_return(&path);
            prop_assert!(back.starts_with('/') && !back.starts_with("//") && !back.contains('\\'));
        }
    }
}
