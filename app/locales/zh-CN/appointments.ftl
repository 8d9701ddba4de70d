appointment-told-booked = 约好了：{ $matter }，{ $when }
appointment-told-moved = 改好了：{ $matter }，{ $when }
appointment-told-cancelled = 已取消：{ $matter }，{ $when }
appointment-told-body = 时间：{ $when }。地点：{ $office }，{ $address }。预约号：{ $code }。
appointment-told-cancelled-body = { $when }在{ $office }的预约已取消，不用来了。
