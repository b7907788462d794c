//! Who may do what: by role and by involvement, and whatever is not allowed here is refused.

use crate::server::identity::{Role, User};
use crate::server::store::{CaseVersion, Person};

/// What somebody is to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// They are the person, or know them.
    Own,
    /// They work on it.
    Involved,
    /// Nothing.
    None,
}

impl Tie {
    /// What a user is to a case of a person. Knowing somebody weighs more than working on their case.
    pub fn of(user: &User, case: &CaseVersion, person: Option<&Person>) -> Tie {
        let named = |ids: &[String]| ids.contains(&user.id);
        if person.is_none_or(|person| named(&person.known_to)) {
            return Tie::Own;
        }
        if named(&case.team) { Tie::Involved } else { Tie::None }
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Enter a person, or open a case.
    Open,
    /// Read a case, a record or its versions.
    Read,
    /// Change who works on a case, or what is known of it.
    ChangeCase,
    /// Begin, save or finalise a record.
    Write,
    /// Amend a record that was finalised.
    Amend,
    /// Authorise a record that somebody else finalised.
    Authorise,
    /// Close a record.
    Close,
    /// See who read and wrote a record.
    Footprints,
}

/// May they?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// They may.
    Allowed,
    /// They may, once they have said why.
    WithReason,
    /// They may not.
    Refused,
}

/// Decides. Nobody opens a case that is there already, so that a tie says nothing of [`Action::Open`].
pub(super) fn decide(role: Role, tie: Tie, action: Action) -> Decision {
    use Action::{Amend, Authorise, ChangeCase, Close, Footprints, Open, Read, Write};
    match (role, tie, action) {
        (Role::Manager, _, Open) => Decision::Allowed,
        (_, Tie::Own, _) => Decision::Refused,
        (Role::Worker, Tie::Involved, Read | Write | Amend) => Decision::Allowed,
        (Role::Manager, Tie::Involved, Read | ChangeCase | Write | Amend | Authorise | Close | Footprints) => {
            Decision::Allowed
        }
        (Role::Worker | Role::Manager, Tie::None, Read) => Decision::WithReason,
        (Role::Auditor, _, Read | Footprints) => Decision::Allowed,
        _ => Decision::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    /// The table in docs/authorisation.md is this function's, row by row; `UPDATE_DOCS=1 cargo test matrix` writes it.
    #[test]
    fn the_documented_matrix_is_the_real_one() {
        use Action::{Amend, Authorise, ChangeCase, Close, Footprints, Open, Read, Write};
        let mut table = String::from(
            "| role | the case | open a case | read | change the case | write, finalise | amend | authorise | close | footprints |\n\
             |---|---|---|---|---|---|---|---|---|---|\n",
        );
        for role in [Role::Worker, Role::Manager, Role::Auditor] {
            for (tie, named) in
                [(Tie::Involved, "works on it"), (Tie::None, "does not"), (Tie::Own, "knows the person")]
            {
                write!(table, "| {} | {named} |", role.name()).unwrap();
                for action in [Open, Read, ChangeCase, Write, Amend, Authorise, Close, Footprints] {
                    let word = match decide(role, tie, action) {
                        Decision::Allowed => "yes",
                        Decision::WithReason => "with a reason",
                        Decision::Refused => "no",
                    };
                    write!(table, " {word} |").unwrap();
                }
                table.push('\n');
            }
        }
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/authorisation.md");
        let text = std::fs::read_to_string(&page).unwrap();
        let (begins, ends) = (text.find("| role |").unwrap(), text.find("\n\n\u{201c}With a reason").unwrap() + 1);
        let current = format!("{}{table}{}", &text[..begins], &text[ends..]);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&page, &current).unwrap();
        }
        assert!(std::fs::read_to_string(&page).unwrap() == current, "docs/authorisation.md must hold:\n{table}");
    }
}
