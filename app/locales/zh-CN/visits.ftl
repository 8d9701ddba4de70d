# ---- what is told before a visit, and how it is changed
visit-told-day = 明天有预约：{ $matter }，{ $when }
visit-told-hour = 还有一小时：{ $matter }，{ $when }
visit-told-link = 查看、改时间、取消：{ $link }
visit-bring = 要带：{ $names }。
visit-bring-more = 要带：{ $names }等，全部见事项页。

# ---- the waiting list, in messages
waiting-told-offered = 有空位了：{ $matter }，{ $when }
waiting-told-offered-body = { $office }，{ $address }。这个号给您留到{ $until }，到时没确认就让给下一位。
waiting-told-link = 去确认：{ $link }
waiting-told-missed = 空位已让给下一位：{ $matter }，{ $when }
waiting-told-missed-body = 没有按时确认，您已不在候补名单里。还需要的话，请重新加入。

# ---- calendars
calendar-name = 我的预约
calendar-event = { $matter }（{ $office }）
calendar-location = { $office }，{ $address }
calendar-title = 日历订阅
calendar-lead = 让手机或电脑上的日历自己跟着预约走：约了、改了、取消了，都会更新。
calendar-state = 订阅地址
calendar-note = 谁有这个地址，谁就能看到您约了什么、在哪里、几点；看不到您的姓名和证件。
calendar-since = { $when } 起有一个地址在用。
calendar-open = 生成地址
calendar-open-again = 换一个新地址
calendar-close = 停用地址
calendar-closed = 地址停用了，日历不再更新。
calendar-address = 您的订阅地址
calendar-address-note = 只显示这一次。请现在复制到日历的“订阅”里；丢了就换一个新的。
calendar-subscribe = 用这台设备的日历打开

# ---- a visit by the link of a message
linked-title = 您的预约
linked-note = 打开这个链接就能改时间和取消，请不要转发给别人。预约过后链接失效。
linked-cancelled = 这个预约已经取消，不用来了。

# ---- the waiting list
waiting-title = 候补
waiting-lead = 有人退号，就按先后轮到您。空位给您留 { $minutes } 分钟，您确认了才算约上。
waiting-none = 现在没有在候补。
waiting-past = 以前的
waiting-done-joined = 排上了。有空位会发消息给您。
waiting-done-left = 已退出候补。
waiting-which-days = 哪几天
waiting-days = { $from } 到 { $until }
waiting-place = 前面
waiting-first = 没有人，您是第一位
waiting-before = { $count } 位
waiting-many = { $count } 位以上
waiting-offered = 有空位：{ $when }
waiting-until = 给您留到 { $time }
waiting-confirm = 去确认
waiting-decline = 不要这个号，退出候补
waiting-leave = 退出候补
waiting-outcome-taken = 约上了
waiting-outcome-declined = 没有要空位
waiting-outcome-missed = 没有按时确认
waiting-outcome-left = 退出了
waiting-outcome-booked = 自己约了
waiting-outcome-over = 日子过了
waiting-full = 想去的那天约满了？
waiting-join-title = 排候补
waiting-join-lead = 想去的日子约满了，可以排着等{ $office }的空位。
waiting-from = 最早哪天能来
waiting-last = 最晚哪天能来
waiting-last-hint = 可以是同一天
waiting-rule = 有空位会发消息给您，留 { $minutes } 分钟；到时没确认就让给下一位，您要重新排。
waiting-join = 排候补
waiting-alert = 没有排上
waiting-in-line = 这件事在这个地方您已经在排了。
waiting-lines = 一个人最多同时排 { $count } 个候补。
waiting-go = 看我的候补
error-field-waiting-day = 请选一个日期
error-field-waiting-days = 最晚那天不能早于最早那天，也不能是过去或一年以后
