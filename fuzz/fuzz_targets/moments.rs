//! Any text as a date, a moment or an identifier; what is read is written and read again as the same.
#![no_main]

use fairnote::calendar::{Date, Moment};
use fairnote::identifiers::{self, Kind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(date) = Date::parse(text) {
        assert_eq!(Date::parse(&date.to_string()), Ok(date));
    }
    if let Ok(moment) = Moment::parse(text) {
        assert_eq!(Moment::parse(&moment.to_string()), Ok(moment));
    }
    for kind in Kind::ALL {
        let _ = identifiers::check(kind, text);
        let _ = identifiers::normalise(kind, text);
    }
});
