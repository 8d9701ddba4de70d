pub(super) mod hall;
pub(super) mod hall_counter;
pub(super) mod hall_kiosk;
pub(super) mod queue_ticket;
