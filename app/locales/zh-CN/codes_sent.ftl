code-message-subject = 您的验证码
code-message-body = 验证码 { $code }，{ $minutes } 分钟内有效，用来{ $purpose }。不要告诉任何人，工作人员也不会问您要。如果不是您本人操作，不用理会。
code-for-sign-in = 登录或注册
code-for-recover = 重设密码
code-for-second-factor = 完成登录
code-for-step-up = 确认是您本人
code-for-new-contact = 换绑手机或邮箱
code-for-consent = 同意一项请求
