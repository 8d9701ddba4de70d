## Signing out

logout-title = Sign out
logout-asked = Sign out of Yitong?
logout-asked-by = “{$application}” asks to sign you out.
logout-who = Signed in as {$name}
logout-everywhere = You will also be signed out of every department application you signed in to through Yitong.
logout-button = Sign out
logout-stay = Stay signed in, back to “Me”
logout-done-title = You are signed out
logout-done = You have signed out of Yitong. The department applications you signed in to through it are told and sign you out too.
logout-back = Back to the application
logout-home = Back to the home page
logout-unled-title = You could not be signed out
logout-unled-client = The application that sent you here is not registered with this city, or what it says does not fit together.
logout-unled-hint = The proof of sign-in the application sent was not issued by this city.
logout-unled-address = The address the application wants you back at is not registered, so we do not lead you there.
logout-unled-parameter = What the application sent is too long, or holds characters that cannot be used.
logout-unled-what = Nothing has changed: you are as signed in as before. To sign out, use “Sign out” on the page “Me”.

## Where one signed in

app-logins-title = Sign-ins to applications
app-logins-lead = Department applications you signed in to through Yitong, and whether they were told when you signed out.
app-logins-none = You have not signed in to a department application through Yitong yet.
app-login-open = Signed in
app-login-ended = Ended
app-login-told = Signed out
app-login-trying = Being told
app-login-untold = Could not be told
app-login-began = Signed in {$when}
app-login-ended-at = signed out {$when}

## Signing in to other applications

step-up-why-application = This application asks for a check that it is you.
not-led-title = The application was not opened
not-led-application = We do not know this application, or it is out of use. Please open it again where the city names it.
not-led-address = This application asks us to lead you to an address it has not registered. To keep you safe, we did not.
not-led-over = This sign-in is done already, or it has expired. Please go back to the application and sign in again.
leading-title = Leading you to { $name }
leading-lead = You are there in a moment. If nothing opens, use the button.
leading-link = Open { $name }
consent-title = Sign in to { $name }
consent-lead = If you agree, { $name } gets what is listed here. We ask once only.
consent-lead-more = { $name } needs more than last time. If you agree, it gets what is listed here.
consent-passed-on = What it gets
consent-value-none = You have not told us, so it gets nothing
consent-agree = Agree and sign in
consent-refuse = Do not sign in
consent-later = You can take this back at any time:
consent-contact = Questions about { $name }: { $contact }
scope-openid = A number it knows you by
scope-openid-note = Its own number, of no use to other departments
scope-profile = What you are called
scope-phone = Phone number
scope-email = Email address
scope-address = Home address
scope-realname = Real-name level, with name and ID number in part
scope-realname-whole = Real-name level, with your whole name and ID number
scope-offline-access = Work while you are away
scope-offline-access-note = For 90 days at most; you can take it back at any time
scope-account-read = Read your account
scope-account-read-note = It can change nothing
scope-items-write = Write service items for you
scope-items-write-note = Those you may write yourself
scope-items-review = Review service items for you
scope-items-review-note = Those you may review yourself
scope-items-publish = Withdraw and restore service items for you
scope-items-publish-note = Those you may publish yourself
choose-title = Which account?
choose-lead = Choose the account to sign in to { $name } with.
choose-lead-another = { $name } knows you by another account. Please sign in with that one.
choose-signed-in = The account you are signed in with
choose-this = Use the account of { $name }
choose-another = Use another account
prove-title = Check that it is you
prove-lead = { $name } asks you to prove once more that it is you. It takes about 10 seconds.
prove-go = Check now
rise-title = { $needs } is needed
rise-lead = { $name } needs { $needs }. You are at { $has }.
rise-counter = This level is given once at a counter, with your ID. After that, sign in from the application again.
rise-go = Raise your level
rise-later = Not now

## Connected applications

applications-lead = Applications you signed in to with this account, and what they get.
applications-none = No application is connected yet. Open a department's application from a service, and it stands here.
applications-has = It gets
applications-since = Agreed on
applications-used = Last sign-in
applications-contact = Questions to
applications-withdraw-from = Disconnect { $name }
applications-withdraw-text = After that it gets nothing new about you and can do nothing for you. For what it has already, please ask it. At the next sign-in you are asked again.
applications-withdraw = Disconnect
applications-withdrawn = Disconnected. What it had to sign in with no longer works.
