code-message-subject = Your code
code-message-body = { $code } is your code to { $purpose }. It is good for { $minutes } minutes. Tell nobody; our staff never ask for it. If this was not you, ignore it.
code-for-sign-in = sign in or sign up
code-for-recover = set a new password
code-for-second-factor = finish signing in
code-for-step-up = confirm that it is you
code-for-new-contact = change your phone or email
code-for-consent = agree to a request
