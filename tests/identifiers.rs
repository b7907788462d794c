//! The identifiers against published and synthetic examples, and against text that is none.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests may stop on a surprise")]

use fairnote::identifiers::{Fault, Kind, check, normalise};
use proptest::prelude::*;

const VALID: &[(Kind, &[&str])] = &[
    (Kind::NhsNumber, &["999 641 5260", "9997766458", "999-554-8224", " 999 092 5526 ", "999\u{a0}329\u{a0}0106"]),
    (
        Kind::Upn,
        &["D801999919616", "L202999923805", "T873999920102", "F80199991993A", "X92599992117Z", "d801 9999 19616"],
    ),
    (Kind::Uln, &["8813412222", "6053881898", "4835834959", "7969641651", "9370819494"]),
    (Kind::NationalInsurance, &["AB123456C", "JG103759A", "WM 12 34 56 D", "px987654b", "CE000001A", "AB123456"]),
    (Kind::Postcode, &["M1 1AE", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA", "BF1 4AA", "ec1a1bb"]),
    (
        Kind::Telephone,
        &[
            "01632 960123",
            "020 7946 0018",
            "07700 900456",
            "0808 157 0123",
            "+44 7700 900789",
            "+44 (0)20 7946 0018",
            "0044 7700 900789",
            "(01632) 960123",
            "01632 960123 ext. 45",
            "01632960123x9",
            "101",
            "116 123",
            "0800 1111",
            "+353 1 234 5678",
            "01204 90012",
        ],
    ),
    (
        Kind::Email,
        &[
            "a.smith@example.gov.uk",
            "duty-team@example.nhs.net",
            "o'neil@example.org",
            "mum+kids@example.com",
            "x@example.co.uk",
            "józef@example.org",
            "用户@例子.测试",
        ],
    ),
    (Kind::ChildId, &["1327649", "LCS0012345", "A1", "00012345", "XJ4PUNBORN2"]),
];

const INVALID: &[(Kind, &[(&str, Fault)])] = &[
    (
        Kind::NhsNumber,
        &[
            ("999 641 5261", Fault::CheckDigit),
            ("999 767 6458", Fault::CheckDigit),
            ("999 476 5060", Fault::NotIssued),
            ("999 554 822", Fault::Length),
            ("000 000 0000", Fault::Repeated),
            ("999 641 526O", Fault::Characters),
            ("９９９ 641 5260", Fault::Characters),
            ("not known", Fault::Characters),
            ("99964152600", Fault::Length),
        ],
    ),
    (
        Kind::Upn,
        &[
            ("E801999919616", Fault::CheckDigit),
            ("I202999923805", Fault::Characters),
            ("T87399992010", Fault::Length),
            ("F80199991993S", Fault::Characters),
            ("D801X99919616", Fault::Characters),
            ("D", Fault::Length),
        ],
    ),
    (
        Kind::Uln,
        &[
            ("8813412225", Fault::CheckDigit),
            ("5843119580", Fault::NotIssued),
            ("9999999999", Fault::Placeholder),
            ("0053881898", Fault::NotIssued),
            ("483583495", Fault::Length),
        ],
    ),
    (
        Kind::NationalInsurance,
        &[
            ("QQ123456C", Fault::NotIssued),
            ("BG123456A", Fault::NotIssued),
            ("DA123456A", Fault::NotIssued),
            ("AO123456B", Fault::NotIssued),
            ("AB123456E", Fault::Characters),
            ("AB12345", Fault::Length),
            ("12345678", Fault::Characters),
        ],
    ),
    (
        Kind::Postcode,
        &[
            ("QA1 1AA", Fault::Characters),
            ("M1 1AC", Fault::Characters),
            ("A1 11A", Fault::Form),
            ("AAA1 1AA", Fault::Form),
            ("AI1 1AA", Fault::Characters),
            ("ZZ99 3VZ", Fault::Placeholder),
            ("M1", Fault::Length),
            ("EC1A 1BB 2", Fault::Length),
            ("M1, 1AE", Fault::Characters),
        ],
    ),
    (
        Kind::Telephone,
        &[
            ("07700 90045", Fault::Length),
            ("01632 96012345", Fault::Length),
            ("00 7700 900456", Fault::Form),
            ("12345", Fault::Form),
            ("7700 900456", Fault::Form),
            ("0408 157 0123", Fault::NotIssued),
            ("ask Mum", Fault::Characters),
            ("07700 900456 07700 900789", Fault::Length),
            ("+44", Fault::Form),
        ],
    ),
    (
        Kind::Email,
        &[
            ("a.smith@example", Fault::Domain),
            ("a smith@example.org", Fault::Characters),
            ("a@@example.org", Fault::AtSign),
            ("@example.org", Fault::Length),
            ("x@example..org", Fault::Domain),
            ("A Smith <a.smith@example.org>", Fault::Characters),
            ("none", Fault::AtSign),
        ],
    ),
    (
        Kind::ChildId,
        &[
            ("1327-649", Fault::Characters),
            ("ABC 123", Fault::Characters),
            ("123456789012345678901", Fault::Length),
            ("CH/0012", Fault::Characters),
            ("", Fault::Empty),
            (" \n", Fault::Empty),
        ],
    ),
];

#[test]
fn every_valid_example_passes() {
    for (kind, examples) in VALID {
        for typed in *examples {
            assert_eq!(check(*kind, typed), Ok(()), "{kind:?} {typed}");
            assert_eq!(check(*kind, &normalise(*kind, typed)), Ok(()), "{kind:?} {typed}");
        }
    }
}

#[test]
fn every_invalid_example_fails_for_its_own_reason() {
    for (kind, examples) in INVALID {
        for (typed, fault) in *examples {
            assert_eq!(check(*kind, typed), Err(*fault), "{kind:?} {typed}");
        }
    }
}

#[test]
fn spellings_of_one_identifier_are_equal_when_normalised() {
    let same: &[(Kind, &str, &str)] = &[
        (Kind::NhsNumber, "999 641 5260", "9996415260"),
        (Kind::Upn, "d801 999919616", "D801999919616"),
        (Kind::Postcode, "ec1a1bb", "EC1A 1BB"),
        (Kind::Telephone, "+44 (0)7700 900456", "07700900456"),
        (Kind::Telephone, "01632 960123 ext 4", "01632960123"),
        (Kind::Telephone, "+353 1 234 5678", "+35312345678"),
        (Kind::Email, " A.Smith@Example.GOV.uk", "A.Smith@example.gov.uk"),
        (Kind::ChildId, " 1327649 ", "1327649"),
    ];
    for (kind, typed, normal) in same {
        assert_eq!(normalise(*kind, typed), *normal);
    }
}

#[test]
fn all_ten_repeats_fail() {
    for digit in "0123456789".chars() {
        let typed: String = std::iter::repeat_n(digit, 10).collect();
        assert_eq!(check(Kind::NhsNumber, &typed), Err(Fault::Repeated));
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        for kind in Kind::ALL {
            let _ = check(kind, &text);
            let normal = normalise(kind, &text);
            prop_assert_eq!(normalise(kind, &normal), normal);
        }
    }

    #[test]
    fn nearly_right_text_is_answered(text in "[A-Z0-9 +()@.\\-x]{0,24}") {
        for kind in Kind::ALL {
            let normal = normalise(kind, &text);
            if check(kind, &text).is_ok() {
                prop_assert_eq!(check(kind, &normal), Ok(()));
            }
        }
    }

    #[test]
    fn one_wrong_digit_of_an_nhs_number_is_noticed(digits in "[0-9]{10}", at in 0..10_usize, other in 0..10_u8) {
        if check(Kind::NhsNumber, &digits).is_ok() {
            let mut bytes = digits.into_bytes();
            if bytes[at] != b'0' + other {
                bytes[at] = b'0' + other;
                prop_assert!(check(Kind::NhsNumber, &String::from_utf8(bytes).unwrap()).is_err());
            }
        }
    }
}
