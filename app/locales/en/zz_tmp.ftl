desk-when = { $month }/{ $day } { $time }
desk-when-year = { $year }/{ $month }/{ $day } { $time }
