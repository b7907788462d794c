//! The regular endings of English verbs and nouns.

/// Calls back with a word and what its regular endings make of it: -s, -ed, -ing, and -ies, -ied after a consonant and y.
///
/// A last consonant is doubled where one vowel stands before it, also in words whose last syllable is not stressed: a form that
/// nobody writes is never found, which does no harm.
pub(super) fn forms(word: &str, mut each: impl FnMut(&str)) {
    each(word);
    let mut put = |stem: &str, ending: &str| each(&[stem, ending].concat());
    let last = word.chars().next_back().unwrap_or(' ');
    let before = word.chars().rev().nth(1).unwrap_or(' ');
    let third = word.chars().rev().nth(2).unwrap_or(' ');
    let stem = word.get(..word.len().saturating_sub(last.len_utf8())).unwrap_or_default();
    match last {
        'e' => {
            put(word, "s");
            put(word, "d");
            put(stem, "ing");
            if before == 'i' {
                // lie, lying
                put(stem.strip_suffix('i').unwrap_or(stem), "ying");
            }
        }
        'y' if !is_vowel(before) => {
            put(stem, "ies");
            put(stem, "ied");
            put(word, "ing");
        }
        _ => {
            let sibilant = matches!(last, 's' | 'x' | 'z') || last == 'h' && matches!(before, 's' | 'c');
            put(word, if sibilant { "es" } else { "s" });
            put(word, "ed");
            put(word, "ing");
            if !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y') && is_vowel(before) && !is_vowel(third) {
                let double: String = [word, last.encode_utf8(&mut [0; 4])].concat();
                put(&double, "ed");
                put(&double, "ing");
            }
        }
    }
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    #[test]
    fn regular_endings() {
        let forms = |word| {
            let mut all = Vec::new();
            super::forms(word, |form| all.push(form.to_owned()));
            all.join(" ")
        };
        assert_eq!(forms("engage"), "engage engages engaged engaging");
        assert_eq!(forms("fail"), "fail fails failed failing");
        assert_eq!(forms("carry"), "carry carries carried carrying");
        assert_eq!(forms("play"), "play plays played playing");
        assert_eq!(forms("stop"), "stop stops stoped stoping stopped stopping");
        assert_eq!(forms("reach"), "reach reaches reached reaching");
        assert_eq!(forms("lie"), "lie lies lied liing lying");
    }
}
