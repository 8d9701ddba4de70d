appointment-told-booked = Booked: { $matter }, { $when }
appointment-told-moved = Moved: { $matter }, { $when }
appointment-told-cancelled = Cancelled: { $matter }, { $when }
appointment-told-body = Time: { $when }. Place: { $office }, { $address }. Appointment number: { $code }.
appointment-told-cancelled-body = Your appointment on { $when } at { $office } is cancelled. There is no need to come.
