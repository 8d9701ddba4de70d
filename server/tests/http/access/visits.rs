//! Waiting for a place, calendars, links in messages: whoever has a secret address needs no account; the rest is its holder's alone.

use super::Row;

const OWN: [u16; 9] = [303, 200, 200, 200, 200, 200, 200, 200, 303];
const SENT: [u16; 9] = [401, 303, 303, 303, 303, 303, 303, 303, 401];
/// What is nobody's here.
const ANOTHERS: [u16; 9] = [303, 404, 404, 404, 404, 404, 404, 404, 303];
const SENT_TO_ANOTHERS: [u16; 9] = [401, 404, 404, 404, 404, 404, 404, 404, 401];
const MADE_UP: &str = "/visits/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(super) const ROWS: &[Row] = &[
    ("GET", "/book/{matter}/{office}/wait", "/book/id-card/civic-centre/wait", "", OWN),
    (
        "POST",
        "/book/{matter}/{office}/wait",
        "/book/id-card/civic-centre/wait",
        "from=&until=&persons=1",
        [401, 400, 400, 400, 400, 400, 400, 400, 401],
    ),
    ("GET", "/me/waiting", "/me/waiting", "", OWN),
    ("POST", "/me/waiting/{id}/leave", "/me/waiting/01900000-0000-7000-8000-000000000000/leave", "", SENT_TO_ANOTHERS),
    ("GET", "/me/appointments/calendar", "/me/appointments/calendar", "", OWN),
    ("POST", "/me/appointments/calendar", "/me/appointments/calendar", "act=close", SENT),
    (
        "GET",
        "/me/appointments/{id}/visit.ics",
        "/me/appointments/01900000-0000-7000-8000-000000000000/visit.ics",
        "",
        ANOTHERS,
    ),
    ("GET", "/calendars/{file}", "/calendars/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics", "", [404; 9]),
    ("GET", "/visits/{token}", MADE_UP, "", [404; 9]),
    ("POST", "/visits/{token}/cancel", "/visits/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/cancel", "", [404; 9]),
    ("GET", "/visits/{token}/move", "/visits/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/move", "", [404; 9]),
    (
        "POST",
        "/visits/{token}/move",
        "/visits/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/move",
        "sequence=0&time=2026-11-27T01:30Z",
        [404; 9],
    ),
];
