//! Booking a visit: everybody looks at what is free, whoever has an account books, and a visit is its holder's alone.

use super::Row;

const OWN: [u16; 9] = [303, 200, 200, 200, 200, 200, 200, 200, 303];
/// The visit of nobody here.
const ANOTHERS: [u16; 9] = [303, 404, 404, 404, 404, 404, 404, 404, 303];
const SENT_TO_ANOTHERS: [u16; 9] = [401, 404, 404, 404, 404, 404, 404, 404, 401];

pub(super) const ROWS: &[Row] = &[
    ("GET", "/items/{code}/book", "/items/510100-06-008/book", "", [303; 9]),
    ("GET", "/book/{matter}", "/book/id-card", "", [200; 9]),
    ("GET", "/book/{matter}/{office}", "/book/id-card/civic-centre", "", [200; 9]),
    (
        "POST",
        "/book/{matter}/{office}",
        "/book/id-card/civic-centre",
        "key=somebody-{n}&persons=1",
        [303, 400, 400, 400, 400, 400, 400, 400, 303],
    ),
    ("GET", "/me/appointments", "/me/appointments", "", OWN),
    ("GET", "/me/appointments/{id}", "/me/appointments/01900000-0000-7000-8000-000000000000", "", ANOTHERS),
    (
        "GET",
        "/me/appointments/{id}/confirm",
        "/me/appointments/01900000-0000-7000-8000-000000000000/confirm",
        "",
        ANOTHERS,
    ),
    (
        "POST",
        "/me/appointments/{id}/confirm",
        "/me/appointments/01900000-0000-7000-8000-000000000000/confirm",
        "",
        SENT_TO_ANOTHERS,
    ),
    (
        "GET",
        "/me/appointments/{id}/cancel",
        "/me/appointments/01900000-0000-7000-8000-000000000000/cancel",
        "",
        ANOTHERS,
    ),
    (
        "POST",
        "/me/appointments/{id}/cancel",
        "/me/appointments/01900000-0000-7000-8000-000000000000/cancel",
        "",
        SENT_TO_ANOTHERS,
    ),
    ("GET", "/me/appointments/{id}/move", "/me/appointments/01900000-0000-7000-8000-000000000000/move", "", ANOTHERS),
    (
        "POST",
        "/me/appointments/{id}/move",
        "/me/appointments/01900000-0000-7000-8000-000000000000/move",
        "sequence=0&time=2026-11-27T01:30Z",
        SENT_TO_ANOTHERS,
    ),
];
