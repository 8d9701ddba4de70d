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
