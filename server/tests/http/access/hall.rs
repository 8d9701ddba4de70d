//! The day in the hall: what stands in the open, and what those who work there do. No office is of the department CD06.

use super::Row;

const TOKEN: &str = "/hall/tickets/00000000000000000000000000000000";

pub(super) const ROWS: &[Row] = &[
    ("GET", "/hall/{office}/display", "/hall/civic-centre/display", "", [200; 9]),
    ("GET", "/hall/{office}/events", "/hall/nowhere/events", "", [404; 9]),
    ("GET", "/hall/{office}/kiosk", "/hall/civic-centre/kiosk", "", [200; 9]),
    (
        "POST",
        "/hall/{office}/kiosk",
        "/hall/civic-centre/kiosk",
        "act=walk-in&matter=id-card&priority=none&key=12345678",
        [403; 9],
    ),
    ("GET", "/hall/tickets/{token}", TOKEN, "", [404; 9]),
    ("GET", "/desk/hall", "/desk/hall", "", [303, 200, 404, 404, 200, 200, 404, 404, 303]),
    ("GET", "/desk/hall/{office}", "/desk/hall/civic-centre", "", [303, 404, 404, 404, 404, 200, 404, 404, 303]),
    (
        "POST",
        "/desk/hall/{office}",
        "/desk/hall/civic-centre",
        "act=next",
        [401, 404, 404, 404, 404, 409, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/hall/{office}/visits",
        "/desk/hall/civic-centre/visits",
        "",
        [303, 404, 404, 404, 404, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/hall/{office}/visits",
        "/desk/hall/civic-centre/visits",
        "act=find&who=x",
        [401, 404, 404, 404, 404, 200, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/hall/{office}/kiosks",
        "/desk/hall/civic-centre/kiosks",
        "",
        [303, 404, 404, 404, 404, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/hall/{office}/kiosks",
        "/desk/hall/civic-centre/kiosks",
        "act=open&name=x",
        [401, 404, 404, 404, 404, 200, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/hall/{office}/statistics",
        "/desk/hall/civic-centre/statistics",
        "",
        [303, 404, 404, 404, 404, 200, 404, 404, 303],
    ),
    (
        "GET",
        "/desk/hall/{office}/statistics.csv",
        "/desk/hall/civic-centre/statistics.csv",
        "",
        [303, 404, 404, 404, 404, 200, 404, 404, 303],
    ),
];
