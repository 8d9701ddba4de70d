# ---- what is told before a visit, and how it is changed
visit-told-day = Tomorrow: { $matter }, { $when }
visit-told-hour = In an hour: { $matter }, { $when }
visit-told-link = See, move or cancel it: { $link }
visit-bring = Bring: { $names }.
visit-bring-more = Bring: { $names } and more; the item’s page has all of it.

# ---- the waiting list, in messages
waiting-told-offered = A place is free: { $matter }, { $when }
waiting-told-offered-body = { $office }, { $address }. It is kept for you until { $until }; without your yes the next in line gets it.
waiting-told-link = Say yes: { $link }
waiting-told-missed = The place went to the next in line: { $matter }, { $when }
waiting-told-missed-body = You did not say yes in time and are off the waiting list. Join again if you still need a place.

# ---- calendars
calendar-name = My appointments
calendar-event = { $matter } ({ $office })
calendar-location = { $office }, { $address }
