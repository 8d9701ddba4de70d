home-description = Find a city service, see what to bring, where to go and what it costs.
home-lead = Find it, book it, get it done: one place for every city service.
hot-label = Often searched
hot-1 = Residence permit
hot-2 = Social security card
hot-3 = Newborn registration
hot-4 = Housing fund
home-ways = No sign-in needed
tile-guide = Service guide
tile-guide-note = { $count ->
    [one] { $count } service
   *[other] { $count } services
}
tile-remote = No visit needed
tile-remote-note = Fully online or by post
tile-departments-note = { $count ->
    [one] { $count } department
   *[other] { $count } departments
}
tile-bills = Bills
tile-bills-note = Water, power, gas, insurance, tax
life-events = Life events, all in one go
all-topics = All topics
areas = Areas
by-district = By district
districts = Districts
all-districts = All districts
items-count = { $count ->
    [one] { $count } service
   *[other] { $count } services
}
elder-greeting = Hello. What do you need?
elder-door-health = Health and insurance
elder-door-retirement = Retirement
elder-door-travel = Getting around
elder-door-bills = Pay bills
elder-help = Get help
elder-call = Call 12345
elder-call-note = Someone answers day and night
elder-all-services = All services

services-title = All services
services-description = Find services by life event, area, department or district.
six-areas = Six areas
topics = More topics
departments = Departments
all-departments = All departments
departments-description = The city's departments and what they do for you.
districts-lead = Choose a district to see what you can do there.
district-followed = Your district
district-follow = Make this my district
district-unfollow = Show the whole city
district-items = What you can do in { $name }
district-description = Services and sub-districts of { $name }.
streets = Sub-districts and towns
communities = Communities and villages

search-label = Search services, documents or bills
search-placeholder = Services, documents, bills
search-button = Search
suggestions-label = Suggestions
suggestions-count = {"{n}"} suggestions, use the arrow keys
search-title = Results for “{ $query }”
search-all-title = All services
search-found = { $count ->
    [one] { $count } service found
   *[other] { $count } services found
}
search-read-as = Showing results for “{ $words }”
best-match = Best match
see-how = See how
fact-visits-short = Visits
fact-time-short = Done in
nothing-found = Nothing found for “{ $query }”. Try other words, or call 12345.
list-empty = No services here. Try another filter.
show-more = Show all
show-more-items = Show { $count } more
seen-of = { $seen } of { $total } shown
filters = Filters
filters-applied = Filters in use
filter-all = All
filter-online = Online
filter-self-service = Kiosk
filter-city-wide = Any window in the city
filter-remove = Remove filter
more-filters = More filters
helpful-question = Did this help?
helpful-thanks = Thank you, noted.

limit-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
limit-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
limit-calendar-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
limit-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
done-on-the-spot = On the spot
visits-count = { $count ->
    [0] None
    [one] { $count } visit
   *[other] { $count } visits
}
pill-no-visit = No visit
pill-visits = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
}
fee-free = Free
fee-varies = It depends
fee-from = From { $amount }
fee-per = Per { $unit }
fee-lines-below = Several rates, see below

facts-label = Key facts
fact-visits = Visits
fact-time = Done in
fact-fee = Fee
fact-level = Identity level
ask-first = Ask first
statutory = By law { $limit }
all-online = No need to come
one-visit = Come once
level-1 = None
level-2 = Level 2: Declared
level-3 = Level 3: Verified
level-4 = Level 4: Seen in person
level-note = To apply online
level-yours = See your own level
open-department-app = Open the department's site
see-where = See where to go
call = Call { $phone }
who-can = Who can apply
who-yes = Can apply:{" "}
who-no = Cannot apply:{" "}
bring = What to bring
materials-count = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
originals = { $count ->
    [one] { $count } original
   *[other] { $count } originals
}
copies = { $count ->
    [one] { $count } copy
   *[other] { $count } copies
}
issued-by = issued by { $issuer }
required = Required
if-needed = If needed
how = How it goes
you-get = You receive: { $result }
fees = Fees
fee-basis = Basis
where-to = Where to go
at-this-place = At this place
ways = Ways to apply
booking = Appointments
ask-by-phone = Ask by phone
faq = Common questions
related = Related services
fineprint = Law and codes
law = Legal basis
statutory-limit = Statutory limit
statutory-note = On the statutory limit
limit-note = On the time limit
case-type = Kind of case
exercise-level = Level of authority
scope = Where you may apply
audience = For
limited-to = Limited to
jurisdiction = Jurisdiction
handling-org = Handled by
joint-departments = Together with
special-procedure = Special procedure
quantity-limit = Quota
intermediary-service = Intermediary services
power-division = Division of powers
exercise-content = Scope of authority
consult-way = How to ask
pays-online = Online payment
delivers = Delivery
parent-item = Part of
catalog-code = Catalogue code
item-code = Service code
complain-by-phone = Complaints
unverified-note = Some codes from the source fail their own check. They are shown as received and not yet verified.
wrong-on-this-page = Something wrong here? Call 12345
changed-on = Updated { $date }
life-event = Life event
area = Area
department = Department
