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

## 登录到其他应用

step-up-why-application = 这个应用要求再确认一下是您本人。
not-led-title = 没有打开应用
not-led-application = 我们不认识这个应用，或者它已经停用。请从市里公布的入口重新打开。
not-led-address = 这个应用要求回到一个没有登记过的地址。为了您的安全，我们没有带您过去。
not-led-over = 这次登录已经完成，或者过期了。请回到应用，重新点登录。
leading-title = 正在前往{ $name }
leading-lead = 马上就到。没有自动打开时，请点下面的按钮。
leading-link = 打开{ $name }
consent-title = 登录{ $name }
consent-lead = 您同意后，{ $name }会得到下面这些。只问这一次。
consent-lead-more = { $name }需要比上次更多的内容。您同意后，它会得到下面这些。
consent-passed-on = 会提供给它的
consent-value-none = 您没有填，不会提供
consent-agree = 同意并登录
consent-refuse = 不登录了
consent-later = 随时可以收回：我的 →
consent-contact = 关于{ $name }的问题，请联系：{ $contact }
scope-openid = 识别您的编号
scope-openid-note = 它自己才有的编号，别的部门看不懂
scope-profile = 称呼
scope-phone = 手机号
scope-email = 邮箱
scope-address = 住址
scope-realname = 实名等级，姓名和证件号只给一部分
scope-realname-whole = 实名等级，完整的姓名和证件号
scope-offline-access = 您不在时也能用
scope-offline-access-note = 最多 90 天，您随时可以收回
scope-account-read = 读取您的账号信息
scope-account-read-note = 只读，不能改动
scope-items-write = 替您编写办事事项
scope-items-write-note = 只限您自己有权编写的
scope-items-review = 替您审核办事事项
scope-items-review-note = 只限您自己有权审核的
scope-items-publish = 替您下架和恢复办事事项
scope-items-publish-note = 只限您自己有权发布的
choose-title = 用哪个账号？
choose-lead = 要登录{ $name }，请选一个账号。
choose-lead-another = { $name }认识的是您的另一个账号。请换账号登录。
choose-signed-in = 现在登录的账号
choose-this = 用{ $name }的账号
choose-another = 换一个账号
prove-title = 再确认一下是您
prove-lead = { $name }要求您再证明一次是本人，约 10 秒。
prove-go = 现在确认
rise-title = 需要{ $needs }
rise-lead = { $name }需要{ $needs }，您现在是{ $has }。
rise-counter = 这一级要带证件到窗口办一次。办好后再从应用登录。
rise-go = 去提升等级
rise-later = 以后再说

## 已连接的应用

applications-lead = 您用本账号登录过的应用，以及它们能得到什么。
applications-none = 还没有连接应用。从事项页打开部门应用，就会出现在这里。
applications-has = 能得到
applications-since = 同意于
applications-used = 最近登录
applications-contact = 有问题联系
applications-withdraw-from = 断开{ $name }
applications-withdraw-text = 断开后，它不能再得到您的新信息，也不能再替您做什么。已经给过的，请直接问它。下次登录会重新问您。
applications-withdraw = 断开
applications-withdrawn = 已断开。它手里的登录凭证已经失效。
