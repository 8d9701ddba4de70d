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
calendar-title = Calendar feed
calendar-lead = Let the calendar of your phone or computer follow your appointments: booked, moved, cancelled.
calendar-state = Address
calendar-note = Whoever has the address sees what you booked, where and when; not your name, nor your documents.
calendar-since = One address is in use since { $when }.
calendar-open = Make an address
calendar-open-again = Make a new address
calendar-close = End the address
calendar-closed = The address has ended. Calendars no longer follow.
calendar-address = Your address
calendar-address-note = Shown this once. Copy it into your calendar’s subscriptions now; if you lose it, make a new one.
calendar-subscribe = Open in this device’s calendar

# ---- a visit by the link of a message
linked-title = Your appointment
linked-note = Whoever has this link can move and cancel the appointment: do not pass it on. It ends after the appointment.
linked-cancelled = This appointment is cancelled. There is no need to come.

# ---- the waiting list
waiting-title = Waiting list
waiting-lead = A place that becomes free is offered in the order of the list. It is kept for you for { $minutes } minutes, and booked only when you say yes.
waiting-none = You are on no waiting list.
waiting-past = Past
waiting-done-joined = You are on the list. You will get a message when a place is free.
waiting-done-left = You have left the list.
waiting-which-days = Which days
waiting-days = { $from } to { $until }
waiting-place = Before you
waiting-first = Nobody: you are first
waiting-before = { $count }
waiting-many = { $count } or more
waiting-offered = A place is free: { $when }
waiting-until = Kept for you until { $time }
waiting-confirm = Say yes
waiting-decline = Decline and leave the list
waiting-leave = Leave the list
waiting-outcome-taken = Booked
waiting-outcome-declined = Place declined
waiting-outcome-missed = No yes in time
waiting-outcome-left = Left
waiting-outcome-booked = Booked otherwise
waiting-outcome-over = Days are past
waiting-full = Is the day you need full?
waiting-join-title = Join the waiting list
waiting-join-lead = Where the day you need is full, you can wait for a place that becomes free at { $office }.
waiting-from = First day you could come
waiting-last = Last day you could come
waiting-last-hint = It may be the same day
waiting-rule = You get a message when a place is free. It is kept for { $minutes } minutes; without your yes the next in line gets it, and you would have to join again.
waiting-join = Join the list
waiting-alert = You are not on the list
waiting-in-line = You are on the list for this matter at this place already.
waiting-lines = You can be on { $count } waiting lists at once at most.
waiting-go = See my waiting lists
error-field-waiting-day = Choose a day
error-field-waiting-days = The last day may not be before the first, in the past, or more than a year ahead
