/// Everything that is written down, as `audit-act-…` names it (with hyphens for dots).
pub const ACTS: &[&str] = &[
    "item.create",
    "item.save",
    "item.submit",
    "item.take_back",
    "item.send_back",
    "item.approve",
    "item.reschedule",
    "item.publish",
    "item.expire",
    "item.withdraw",
    "item.restore",
    "item.discard",
    "item.revive",
    "item.choose",
    "item.comment",
    "item.import",
    "job.import",
    "job.export",
    "job.download",
    "vocabulary.change",
    "vocabulary.remove",
    "vocabulary.import",
    "account.add",
    "account.grant",
    "account.revoke",
    "account.disable",
    "account.enable",
    "account.password",
    "signing_key.make",
    "application.request",
    "application.register",
    "application.change",
    "application.propose",
    "application.approve",
    "application.go_live",
    "application.refuse",
    "application.suspend",
    "application.resume",
    "application.accept_change",
    "application.refuse_change",
    "application.exempt",
    "application.secret",
    "session.begin",
    "session.refused",
    "session.end",
    "account.sign_up",
    "real_name.declare",
    "real_name.verify",
    "real_name.refused",
    "real_name.seen",
    "real_name.provider",
    "resident.look_up",
    "family.invite",
    "family.withdraw",
    "family.refuse",
    "family.bind",
    "family.powers",
    "family.end",
    "family.ask_clerk",
    "family.clerk_refuse",
    "company.register",
    "company.representative",
    "company.ask_clerk",
    "company.clerk_refuse",
    "company.invite",
    "company.withdraw_invitation",
    "company.refuse_invitation",
    "company.agent",
    "company.agent_powers",
    "company.agent_end",
    "account.profile",
    "account.contact",
    "account.contact_remove",
    "account.contact_undo",
    "account.close_ask",
    "account.close_keep",
    "account.close",
    "account.export",
    "account.recover",
    "passkey.add",
    "passkey.rename",
    "passkey.remove",
    "session.prove",
    "session.second_factor",
    "account.not_me",
    "factor.add",
    "factor.remove",
    "factor.on",
    "factor.off",
    "factor.codes",
    "factor.reset",
    "provider.link",
    "provider.unlink",
    "audit.export",
];

/// The message key of an act's name.
pub fn act_key(act: &str) -> String {
    format!("audit-act-{}", act.replace(['.', '_'], "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn every_act_has_a_name_in_every_language() {
        for language in Language::all() {
            for act in ACTS {
                assert!(language.texts().by_key(&act_key(act)).is_some(), "{}: {act}", language.tag());
            }
        }
    }
}
