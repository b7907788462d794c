//! Between field names in HTML and JSON Pointers in records.

/// The `id` of the input with this name: an id with dots would have to be escaped in every style sheet and script.
pub(super) fn id(name: &str) -> String {
    name.replace('.', "-")
}

/// The name of the answer at this pointer below `/fields/`.
pub(super) fn name(below: &str) -> String {
    below.replace('/', ".")
}

/// The pointer of the answer with this name: `addresses.0.postcode` is `/fields/addresses/0/postcode`. Field ids have
/// neither dots nor slashes, so the two always match.
pub(super) fn pointer(name: &str) -> String {
    format!("/fields/{}", name.replace('.', "/"))
}
