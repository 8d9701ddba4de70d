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
