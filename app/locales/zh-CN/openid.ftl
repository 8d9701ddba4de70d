## 退出登录

logout-title = 退出登录
logout-asked = 要退出一通吗？
logout-asked-by = “{$application}”想让您退出登录。
logout-who = 当前登录：{$name}
logout-everywhere = 退出后，您通过一通登录的所有部门应用都会一起退出。
logout-button = 退出登录
logout-stay = 不退出，回到“我的”
logout-done-title = 已退出登录
logout-done = 您已退出一通。通过一通登录的部门应用也会收到通知，一起退出。
logout-back = 回到刚才的应用
logout-home = 回到首页
logout-unled-title = 无法退出
logout-unled-client = 把您带到这里的应用没有在本市登记，或者它给的信息对不上。
logout-unled-hint = 应用给的登录凭据不是本市签发的。
logout-unled-address = 应用给的返回地址没有登记过，我们不会把您带到那里。
logout-unled-parameter = 应用给的信息太长，或者含有不能使用的字符。
logout-unled-what = 您的登录状态没有改变。要退出，请到“我的”页面点“退出登录”。

## 应用登录记录

app-logins-title = 应用登录记录
app-logins-lead = 您通过一通登录过的部门应用，以及退出时是否已经通知到它们。
app-logins-none = 您还没有通过一通登录过部门应用。
app-login-open = 登录中
app-login-ended = 已结束
app-login-told = 已退出
app-login-trying = 正在通知退出
app-login-untold = 没有通知到
app-login-began = {$when} 登录
app-login-ended-at = {$when} 退出
