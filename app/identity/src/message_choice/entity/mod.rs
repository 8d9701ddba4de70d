pub(super) mod message_choice;
