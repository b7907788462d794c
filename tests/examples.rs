//! Every example of every rule file, each a test by name: `cargo test --test examples unborn`.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use libtest_mimic::{Arguments, Trial};
    use std::path::Path;
    use std::sync::Arc;

    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("standards");
    let library = match fairnote::packs::Library::read(&folder) {
        Ok(library) => library,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    };
    let examples = library.examples();
    assert!(examples.len() >= 300, "only {} examples were found", examples.len());
    // The library and what it resolves live as long as the tests do.
    let library: &'static fairnote::packs::Library = Box::leak(Box::new(library));
    let runner = Arc::new(fairnote::checks::Examples::new(library));
    let trials = examples.into_iter().map(|example| {
        let runner = Arc::clone(&runner);
        Trial::test(format!("{}: {}", example.rule, example.name), move || {
            runner.run(&example).map_err(|problem| format!("{}: {problem}", example.place).into())
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
