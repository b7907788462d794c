//! Putting lists in order.
//!
//! The standard library's sorts are the fastest there are for long lists, and each use of one costs the browser 5 kB. These
//! two cost a tenth of it.

/// Sorts a short list by a key, keeping the order of equal ones.
///
/// A binary insertion sort: for the lists of tens of entries that a record has it is as fast as the standard library's.
pub fn sort_short<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    for at in 1..items.len() {
        let (sorted, rest) = items.split_at_mut(at);
        let Some(next) = rest.first().map(&key) else { return };
        let to = sorted.partition_point(|item| key(item) <= next);
        if let Some(run) = items.get_mut(to..=at) {
            run.rotate_right(1);
        }
    }
}

/// Sorts a list of any length by a key, keeping the order of equal ones.
///
/// The keys are sorted beside the items' old positions, by one function for every kind of list (n log n), and the items are
/// then put there (n).
pub fn sort_long<T>(items: &mut Vec<T>, key: impl Fn(&T) -> u128) {
    let mut keys: Vec<(u128, usize)> = items.iter().map(key).zip(0..).collect();
    if keys.is_sorted() {
        return;
    }
    sort_keys(&mut keys);
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(keys.iter().filter_map(|(_, at)| taken.get_mut(*at)?.take()));
}

/// Not generic, so that it is compiled once. The positions make every key another, so that stability asks nothing of it.
fn sort_keys(keys: &mut [(u128, usize)]) {
    keys.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::{sort_long, sort_short};

    #[test]
    fn they_sort_and_keep_the_order_of_equal_ones() {
        let given = vec![(3, 'a'), (1, 'a'), (3, 'b'), (2, 'a'), (1, 'b')];
        let wanted = [(1, 'a'), (1, 'b'), (2, 'a'), (3, 'a'), (3, 'b')];
        let mut items = given.clone();
        sort_short(&mut items, |item| item.0);
        assert_eq!(items, wanted);
        let mut items = given;
        sort_long(&mut items, |item| item.0);
        assert_eq!(items, wanted);
    }
}
