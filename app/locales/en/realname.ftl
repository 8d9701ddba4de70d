realname-level-registered = Basic
realname-level-number-registered = Level 1
realname-level-declared = Declared
realname-level-number-declared = Level 2
realname-level-verified = Verified
realname-level-number-verified = Level 3
realname-level-seen = Seen in person
realname-level-number-seen = Level 4
