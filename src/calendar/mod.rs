//! Dates, moments and working days as children's social care counts them: in Europe/London, with
//! England's bank holidays supplied as data.
//!
//! Everything here is integer arithmetic on the proleptic Gregorian calendar. There is no clock
//! and no time zone database: the one zone that matters has had one rule since 1996, and a table
//! of the older ones would weigh more in the browser than the rest of this module.
//!
//! What is not supported: years outside 1 to 9999, leap seconds, and zones other than
//! Europe/London except as a fixed offset on input.

mod date;
mod moment;
pub mod typed;
mod working_days;

pub use date::{Date, DateFault, MONTHS, Weekday};
pub use moment::{Moment, MomentFault};
pub use working_days::WorkingDays;

/// Deserialises a value that is written as one string. The fault is told, never the string.
fn from_text<'de, D, T, F>(
    deserializer: D,
    expected: &'static str,
    parse: fn(&str) -> Result<T, F>,
) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    F: std::fmt::Display,
{
    struct Text<T, F>(&'static str, fn(&str) -> Result<T, F>);

    impl<T, F: std::fmt::Display> serde::de::Visitor<'_> for Text<T, F> {
        type Value = T;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            (self.1)(text).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Text(expected, parse))
}
