realname-level-registered = 基本
realname-level-number-registered = 一级
realname-level-declared = 登记
realname-level-number-declared = 二级
realname-level-verified = 实名
realname-level-number-verified = 三级
realname-level-seen = 窗口核验
realname-level-number-seen = 四级
