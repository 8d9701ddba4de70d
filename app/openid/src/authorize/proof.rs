use identity::{Method, Methods};

/// The authentication method references (RFC 8176) of a session. What another provider did is unknown, so nothing is said of it.
pub(super) fn amr(methods: &Methods) -> Vec<String> {
    let mut said: Vec<&str> = Vec::new();
    for method in methods.iter() {
        said.extend_from_slice(match method {
            Method::Passkey => &["hwk", "user"],
            Method::Password => &["pwd"],
            Method::PhoneCode => &["otp", "sms"],
            Method::EmailCode | Method::Totp | Method::RecoveryCode => &["otp"],
            Method::Provider => &[],
        });
    }
    if methods.are_two_factors() {
        said.push("mfa");
    }
    said.sort_unstable();
    said.dedup();
    said.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_told_by_their_registered_names_each_once() {
        assert_eq!(amr(&Methods::one(Method::Passkey)), ["hwk", "mfa", "user"]);
        assert_eq!(amr(&Methods::one(Method::Password).and(Method::PhoneCode)), ["mfa", "otp", "pwd", "sms"]);
        assert_eq!(amr(&Methods::one(Method::EmailCode).and(Method::Totp)), ["mfa", "otp"]);
        assert!(amr(&Methods::one(Method::Provider)).is_empty());
    }
}
