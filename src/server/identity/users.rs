//! Users, their roles, and the file of users of development mode.

use crate::receipts::sha256;
use serde::Deserialize;
use std::fmt;

/// The shortest token, in bytes.
const SHORTEST: usize = 8;

/// What somebody's work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::server) enum Role {
    /// Writes records of the cases they work on.
    Worker,
    /// Opens cases, authorises and closes.
    Manager,
    /// Reads, and looks at footprints; writes nothing.
    Auditor,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Worker => "worker",
            Role::Manager => "manager",
            Role::Auditor => "auditor",
        }
    }
}

/// Somebody who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::server) struct User {
    pub id: String,
    pub role: Role,
}

/// The users of development mode. Their tokens are kept as digests.
pub struct Users(Vec<(String, User)>);

/// Says how many there are, and not who.
impl fmt::Debug for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Users({})", self.0.len())
    }
}

/// Why a file of users cannot be used. It holds no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsersError {
    /// It is not of the form.
    Form {
        /// The line, from 1.
        line: usize,
    },
    /// An id or a token is too short, too long or of other signs. Users are counted from 1.
    User(usize),
    /// Two users have one id or one token.
    Same(usize),
}

impl fmt::Display for UsersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UsersError::Form { line } => write!(
                f,
                "line {line}: users are {{\"users\": [{{\"id\": \"…\", \"role\": \"worker\", \"token\": \"…\"}}]}}, and roles are worker, manager and auditor"
            ),
            UsersError::User(number) => write!(
                f,
                "user {number}: an id has 1 to 64 letters, digits, '.', '_', '-' or '@', and a token at least {SHORTEST} signs without spaces"
            ),
            UsersError::Same(number) => write!(f, "user {number} has the id or the token of another one"),
        }
    }
}

impl std::error::Error for UsersError {}

impl Users {
    /// Reads the users.
    ///
    /// # Errors
    /// [`UsersError`].
    pub fn from_json(json: &str) -> Result<Users, UsersError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            users: Vec<Entry>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Entry {
            id: String,
            role: Role,
            token: String,
        }
        let file: File = serde_json::from_str(json).map_err(|error| UsersError::Form { line: error.line() })?;
        let mut users: Vec<(String, User)> = Vec::new();
        for (Entry { id, role, token }, number) in file.users.into_iter().zip(1..) {
            if !is_id(&id) || token.len() < SHORTEST || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(UsersError::User(number));
            }
            let token = sha256(&token);
            if users.iter().any(|(other, user)| *other == token || user.id == id) {
                return Err(UsersError::Same(number));
            }
            users.push((token, User { id, role }));
        }
        Ok(Users(users))
    }

    /// Whose token this is. Digests are compared, so that the time it takes tells nothing of a token.
    pub(super) fn who(&self, token: &str) -> Option<&User> {
        let digest = sha256(token);
        self.0.iter().find(|(token, _)| *token == digest).map(|(_, user)| user)
    }
}

/// Is this the form of an id of a user?
pub(in crate::server) fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'@');
    (1..=64).contains(&id.len()) && id.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_that_cannot_be_told_apart_are_refused() {
        let refused = |users: &str| Users::from_json(&format!("{{\"users\":[{users}]}}")).unwrap_err();
        let sam = r#"{"id":"sam","role":"worker","token":"12345678"}"#;
        assert_eq!(refused(r#"{"id":"sam","role":"king","token":"12345678"}"#), UsersError::Form { line: 1 });
        assert_eq!(refused(r#"{"id":"sam","role":"worker","token":"short"}"#), UsersError::User(1));
        assert_eq!(refused(r#"{"id":"Sam O","role":"worker","token":"12345678"}"#), UsersError::User(1));
        assert_eq!(refused(&format!("{sam},{sam}")), UsersError::Same(2));
        assert!(!format!("{:?}", Users::from_json(&format!("{{\"users\":[{sam}]}}"))).contains("sam"));
    }
}
